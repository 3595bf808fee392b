//! The judge: whether a predicate is true of a feature on the status day, false, or unknown.
//!
//! Logic is that of SQL: what compares with nothing is unknown, and only what is true is kept.

use std::borrow::Cow;
use std::cmp::Ordering;

use geo::{Geometry, Intersects, Relate};

use crate::atlas::Atlas;
use crate::atlas::chronicle::Life;
use crate::atlas::column::Column;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::query::cql2::fold;
use crate::query::cql2::instant::Instant;
use crate::query::cql2::predicate::{
    Arithmetic, Array, Comparison, Predicate, Spatial, Temporal, Term, Value,
};
use crate::store::State;
use crate::store::cells::Table;
use crate::store::value::value;

/// A feature with all that its columns tell.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    /// What is known.
    pub atlas: &'a Atlas,
    /// The day as of which it is read.
    pub known: Day,
    /// Position of the feature in the atlas.
    pub position: usize,
    /// The feature.
    pub feature: &'a Feature,
    /// Its life.
    pub life: &'a Life,
    /// What holds of it on the status day.
    pub state: &'a State,
    /// Values of properties that need not be read from its text.
    pub table: &'a Table,
}

impl<'a> Case<'a> {
    /// Whether a predicate is true of it.
    pub fn is(&self, predicate: &'a Predicate) -> bool {
        self.truth(predicate) == Some(true)
    }

    /// The value of a column.
    pub fn column(&self, column: &'a Column) -> Value<'a> {
        value(self, column)
    }

    fn truth(&self, predicate: &'a Predicate) -> Option<bool> {
        match predicate {
            Predicate::Flag(term) => match self.value(term) {
                Value::Boolean(flag) => Some(flag),
                _ => None,
            },
            Predicate::Not(inner) => self.truth(inner).map(|truth| !truth),
            Predicate::All(parts) => self.until(parts, false),
            Predicate::Any(parts) => self.until(parts, true),
            Predicate::IsNull(term) => Some(self.value(term) == Value::Null),
            Predicate::Compare(comparison, left, right) => {
                compare(*comparison, &self.value(left), &self.value(right))
            }
            Predicate::Like(term, pattern) => match self.value(term) {
                Value::Text(text) => Some(pattern.fits(&text)),
                _ => None,
            },
            Predicate::Between(value, low, high) => {
                let value = self.value(value);
                let over = compare(Comparison::AtLeast, &value, &self.value(low));
                let under = compare(Comparison::AtMost, &value, &self.value(high));
                both(over, under)
            }
            Predicate::In(term, items) => {
                let value = self.value(term);
                let mut unknown = false;
                for item in items {
                    match compare(Comparison::Equal, &value, &self.value(item)) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => unknown = true,
                    }
                }
                (!unknown).then_some(false)
            }
            Predicate::Spatial(relation, left, right) => self.spatial(*relation, left, right),
            Predicate::Temporal(relation, left, right) => {
                let ends = |term| ends(&self.value(term));
                ends(left).zip(ends(right)).map(|(a, b)| temporal(*relation, a, b))
            }
            Predicate::Array(relation, left, right) => {
                match (self.value(left), self.value(right)) {
                    (Value::List(left), Value::List(right)) => {
                        Some(array(*relation, &left, &right))
                    }
                    _ => None,
                }
            }
        }
    }

    /// Whether one of the parts is `sought`, else the opposite, or unknown where a part is.
    fn until(&self, parts: &'a [Predicate], sought: bool) -> Option<bool> {
        let mut unknown = false;
        for part in parts {
            match self.truth(part) {
                Some(truth) if truth == sought => return Some(sought),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(!sought)
    }

    fn value(&self, term: &'a Term) -> Value<'a> {
        match term {
            Term::Literal(value) => value.clone(),
            Term::Shape(geometry, _) => Value::Geometry(Cow::Borrowed(geometry)),
            Term::Column(column) => self.column(column),
            Term::Casei(inner) => self.text(inner, fold::without_case),
            Term::Accenti(inner) => self.text(inner, fold::without_accents),
            Term::Arithmetic(sign, left, right) => match (self.value(left), self.value(right)) {
                (Value::Number(left), Value::Number(right)) => number(*sign, left, right),
                _ => Value::Null,
            },
            Term::Interval(start, end) => interval(&self.value(start), &self.value(end)),
            Term::List(items) => Value::List(items.iter().map(|item| self.value(item)).collect()),
        }
    }

    fn text(&self, inner: &'a Term, fold: impl Fn(&str) -> String) -> Value<'a> {
        match self.value(inner) {
            Value::Text(text) => Value::Text(fold(&text).into()),
            _ => Value::Null,
        }
    }

    fn spatial(&self, relation: Spatial, left: &'a Term, right: &'a Term) -> Option<bool> {
        let (left, left_extent) = self.shape(left)?;
        let (right, right_extent) = self.shape(right)?;
        if apart(left_extent, right_extent) {
            return Some(relation == Spatial::Disjoint);
        }
        let (left, right) = (&*left, &*right);
        Some(match relation {
            Spatial::Intersects => left.intersects(right),
            Spatial::Disjoint => !left.intersects(right),
            Spatial::Equals => left.relate(right).is_equal_topo(),
            Spatial::Touches => left.relate(right).is_touches(),
            Spatial::Within => left.relate(right).is_within(),
            Spatial::Contains => left.relate(right).is_contains(),
            Spatial::Overlaps => left.relate(right).is_overlaps(),
            Spatial::Crosses => left.relate(right).is_crosses(),
        })
    }

    /// A geometry with its west, south, east and north.
    fn shape(&self, term: &'a Term) -> Option<(Cow<'a, Geometry<f64>>, [f64; 4])> {
        match term {
            Term::Shape(geometry, extent) => Some((Cow::Borrowed(geometry), *extent)),
            Term::Column(_) => self.feature.geometry().zip(self.feature.bbox()),
            _ => None,
        }
    }
}

fn apart(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] > b[2] || b[0] > a[2] || a[1] > b[3] || b[1] > a[3]
}

fn both(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn compare(comparison: Comparison, left: &Value<'_>, right: &Value<'_>) -> Option<bool> {
    let order = order(left, right)?;
    Some(match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::Unequal => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    })
}

/// Which of two values of one type comes first; texts by their code points.
pub(super) fn order(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
        (Value::Boolean(left), Value::Boolean(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.order(*right)),
        _ => None,
    }
}

/// What cannot be worked out, such as a division by zero, is unknown.
fn number(sign: Arithmetic, left: f64, right: f64) -> Value<'static> {
    let result = match sign {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide => left / right,
        Arithmetic::Div => (left / right).trunc(),
        Arithmetic::Modulo => left % right,
        Arithmetic::Power => left.powf(right),
    };
    if result.is_finite() { Value::Number(result) } else { Value::Null }
}

/// An interval with one known end is open at the other (OGC 23-058r2, primary-interval).
fn interval(start: &Value<'_>, end: &Value<'_>) -> Value<'static> {
    match (start, end) {
        (Value::Time(start), Value::Time(end)) => Value::Interval(*start, *end),
        (Value::Time(start), Value::Null) => Value::Interval(*start, Instant::END),
        (Value::Null, Value::Time(end)) => Value::Interval(Instant::BEGINNING, *end),
        _ => Value::Null,
    }
}

fn ends(value: &Value<'_>) -> Option<[Instant; 2]> {
    match value {
        Value::Time(instant) => Some([*instant, *instant]),
        Value::Interval(start, end) => Some([*start, *end]),
        _ => None,
    }
}

/// OGC 21-065r2, 7.5: both ends of an interval belong to it.
fn temporal(relation: Temporal, [a1, a2]: [Instant; 2], [b1, b2]: [Instant; 2]) -> bool {
    let less = |left: Instant, right: Instant| left.order(right).is_lt();
    let same = |left: Instant, right: Instant| left.order(right).is_eq();
    match relation {
        Temporal::After => less(b2, a1),
        Temporal::Before => less(a2, b1),
        Temporal::Disjoint => less(b2, a1) || less(a2, b1),
        Temporal::Intersects => !less(b2, a1) && !less(a2, b1),
        Temporal::Equals => same(a1, b1) && same(a2, b2),
        Temporal::Contains => less(a1, b1) && less(b2, a2),
        Temporal::During => less(b1, a1) && less(a2, b2),
        Temporal::FinishedBy => less(a1, b1) && same(a2, b2),
        Temporal::Finishes => less(b1, a1) && same(a2, b2),
        Temporal::Meets => same(a2, b1),
        Temporal::MetBy => same(a1, b2),
        Temporal::Overlaps => less(a1, b1) && less(b1, a2) && less(a2, b2),
        Temporal::OverlappedBy => less(b1, a1) && less(a1, b2) && less(b2, a2),
        Temporal::StartedBy => same(a1, b1) && less(b2, a2),
        Temporal::Starts => same(a1, b1) && less(a2, b2),
    }
}

fn array(relation: Array, left: &[Value<'_>], right: &[Value<'_>]) -> bool {
    let has = |list: &[Value<'_>], item: &Value<'_>| {
        list.iter().any(|other| order(other, item) == Some(Ordering::Equal))
    };
    let holds = |list: &[Value<'_>], part: &[Value<'_>]| part.iter().all(|item| has(list, item));
    match relation {
        Array::Contains => holds(left, right),
        Array::ContainedBy => holds(right, left),
        Array::Equals => holds(left, right) && holds(right, left),
        Array::Overlaps => right.iter().any(|item| has(left, item)),
    }
}
