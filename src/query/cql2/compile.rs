//! Compiling: the parsed expression becomes a predicate, names resolved and types checked.

use std::cell::Cell;

use cql2::Expr;

use crate::atlas::column::{Column, Kind};
use crate::query::cql2::like::Pattern;
use crate::query::cql2::limits::MAX_RELATIONS;
use crate::query::cql2::predicate::{Array, Comparison, Predicate, Spatial, Temporal, Term, Value};
use crate::query::crs::{Crs, Passage};

/// The columns that names may mean, and the reference system of geometries.
pub(super) struct Compiler<'a> {
    pub(super) columns: &'a [Column],
    pub(super) crs: Crs,
    pub(super) passage: Passage,
    depth: Cell<usize>,
    /// Relations of space met so far.
    relations: Cell<usize>,
}

/// How deep a predicate may be. What is made from it by calling itself then fits any stack.
const MAX_DEPTH: usize = 64;

/// The type of a term. Nothing fits every type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Number,
    Boolean,
    Time,
    Interval,
    List,
    Geometry,
    Nothing,
}

impl Type {
    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text,
            Kind::Integer | Kind::Number => Self::Number,
            Kind::Boolean => Self::Boolean,
            Kind::Date | Kind::Timestamp => Self::Time,
            Kind::List => Self::List,
            Kind::Geometry => Self::Geometry,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Time => "a date or time",
            Self::Interval => "an interval",
            Self::List => "a list",
            Self::Geometry => "a geometry",
            Self::Nothing => "null",
        }
    }

    pub(super) fn fits(self, other: Self) -> bool {
        self == other || self == Self::Nothing || other == Self::Nothing
    }
}

pub(super) type Typed = (Term, Type);

impl<'a> Compiler<'a> {
    pub(super) fn new(columns: &'a [Column], crs: Crs) -> Result<Self, String> {
        Ok(Self {
            columns,
            crs,
            passage: crs.passage()?,
            depth: Cell::new(0),
            relations: Cell::new(0),
        })
    }

    /// An expression that is true or false.
    pub(super) fn predicate(&self, expression: &Expr) -> Result<Predicate, String> {
        self.deeper(|| self.predicate_of(expression))
    }

    /// Goes one level down, if there is one left.
    pub(super) fn deeper<T>(&self, go: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
        self.depth.set(self.depth.get() + 1);
        if self.depth.get() > MAX_DEPTH {
            return Err(format!("is nested deeper than {MAX_DEPTH} levels"));
        }
        let result = go();
        self.depth.set(self.depth.get() - 1);
        result
    }

    fn predicate_of(&self, expression: &Expr) -> Result<Predicate, String> {
        let Expr::Operation { op, args } = expression else {
            let (term, kind) = self.term(expression)?;
            return if kind.fits(Type::Boolean) {
                Ok(Predicate::Flag(term))
            } else {
                Err(format!("is {}, not true or false", kind.name()))
            };
        };
        let each = || args.iter().map(|arg| self.predicate(arg)).collect::<Result<Vec<_>, _>>();
        match op.as_str() {
            "and" => Ok(Predicate::All(each()?)),
            "or" => Ok(Predicate::Any(each()?)),
            "not" => {
                let [inner] = operands(op, args)?;
                Ok(Predicate::Not(Box::new(self.predicate(inner)?)))
            }
            "isNull" => {
                let [inner] = operands(op, args)?;
                Ok(Predicate::IsNull(self.term(inner)?.0))
            }
            "like" => self.like(op, args),
            "between" => {
                let [value, low, high] = operands(op, args)?;
                let value = self.ordered(op, value)?;
                let (value, low) = alike(op, value, self.ordered(op, low)?)?;
                let (low, high) = alike(op, low, self.ordered(op, high)?)?;
                let (value, high) = alike(op, value, high)?;
                Ok(Predicate::Between(value.0, low.0, high.0))
            }
            "in" => self.one_of(op, args),
            _ => self.relation(op, args),
        }
    }

    fn relation(&self, op: &str, args: &[Box<Expr>]) -> Result<Predicate, String> {
        if let Some(comparison) = comparison(op) {
            let [left, right] = operands(op, args)?;
            let (left, right) = alike(op, self.ordered(op, left)?, self.ordered(op, right)?)?;
            return Ok(Predicate::Compare(comparison, left.0, right.0));
        }
        if let Some(relation) = spatial(op) {
            self.relations.set(self.relations.get() + 1);
            if self.relations.get() > MAX_RELATIONS {
                return Err(format!("has more than {MAX_RELATIONS} relations of space"));
            }
            let [left, right] = operands(op, args)?.map(|arg| self.typed(op, arg, Type::Geometry));
            return Ok(Predicate::Spatial(relation, left?, right?));
        }
        if let Some((relation, intervals_only)) = temporal(op) {
            let [left, right] = operands(op, args)?.map(|arg| self.time(op, arg, intervals_only));
            return Ok(Predicate::Temporal(relation, left?, right?));
        }
        if let Some(relation) = array(op) {
            let [left, right] = operands(op, args)?.map(|arg| self.typed(op, arg, Type::List));
            return Ok(Predicate::Array(relation, left?, right?));
        }
        Err(match op {
            "casei" | "accenti" | "+" | "-" | "*" | "/" | "%" | "^" | "div" => {
                format!("has '{op}' where something true or false must stand")
            }
            _ => format!("calls '{op}', which is no function of this server"),
        })
    }

    fn like(&self, op: &str, args: &[Box<Expr>]) -> Result<Predicate, String> {
        let [value, pattern] = operands(op, args)?;
        let value = self.typed(op, value, Type::Text)?;
        match self.typed(op, pattern, Type::Text)? {
            Term::Literal(Value::Text(text)) => Ok(Predicate::Like(value, Pattern::new(&text))),
            _ => Err("has a pattern of 'like' that is no text of its own".into()),
        }
    }

    fn one_of(&self, op: &str, args: &[Box<Expr>]) -> Result<Predicate, String> {
        let [value, list] = operands(op, args)?;
        let Expr::Array(items) = list else { return Err("has 'in' without a list".into()) };
        let mut value = self.ordered(op, value)?;
        let mut terms = Vec::with_capacity(items.len());
        for item in items {
            let (found, item) = alike(op, value, self.ordered(op, item)?)?;
            value = found;
            terms.push(item.0);
        }
        Ok(Predicate::In(value.0, terms))
    }

    /// A term of a type that can be compared.
    fn ordered(&self, op: &str, expression: &Expr) -> Result<Typed, String> {
        let (term, kind) = self.term(expression)?;
        if matches!(kind, Type::Geometry | Type::List | Type::Interval) {
            return Err(format!("compares {} with '{op}'", kind.name()));
        }
        Ok((term, kind))
    }

    /// A term of a given type.
    pub(super) fn typed(&self, op: &str, expression: &Expr, wanted: Type) -> Result<Term, String> {
        let (term, kind) = self.term(expression)?;
        if kind.fits(wanted) {
            return Ok(term);
        }
        Err(format!("gives '{op}' {}; it takes {}", kind.name(), wanted.name()))
    }

    /// A date, time or interval; a text that reads as one counts.
    fn time(&self, op: &str, expression: &Expr, intervals_only: bool) -> Result<Term, String> {
        let (term, kind) = self.term(expression)?;
        let (term, kind) = if kind == Type::Text { as_time((term, kind))? } else { (term, kind) };
        match kind {
            Type::Interval | Type::Nothing => Ok(term),
            Type::Time if !intervals_only => Ok(term),
            Type::Time => Err(format!("gives '{op}' a date or time; it takes two intervals")),
            _ => Err(format!("gives '{op}' {}; it takes dates, times and intervals", kind.name())),
        }
    }
}

/// Two terms that can be held against each other: of one type, or a text that reads as a time.
fn alike(op: &str, left: Typed, right: Typed) -> Result<(Typed, Typed), String> {
    let (left, right) = match (left.1, right.1) {
        (Type::Time, Type::Text) => (left, as_time(right)?),
        (Type::Text, Type::Time) => (as_time(left)?, right),
        _ => (left, right),
    };
    if left.1.fits(right.1) {
        return Ok((left, right));
    }
    Err(format!("holds {} against {} with '{op}'", left.1.name(), right.1.name()))
}

fn as_time((term, kind): Typed) -> Result<Typed, String> {
    let Term::Literal(Value::Text(text)) = &term else {
        return Err(format!("has {} where a date or time must stand", kind.name()));
    };
    let instant = super::instant::Instant::parse(text)
        .ok_or_else(|| format!("has '{text}' where a date or time must stand"))?;
    Ok((Term::Literal(Value::Time(instant)), Type::Time))
}

/// Exactly so many operands.
pub(super) fn operands<'e, const N: usize>(
    op: &str,
    args: &'e [Box<Expr>],
) -> Result<[&'e Expr; N], String> {
    let refs: Vec<&Expr> = args.iter().map(|arg| &**arg).collect();
    <[&Expr; N]>::try_from(refs)
        .map_err(|found| format!("gives '{op}' {} operands; it takes {N}", found.len()))
}

fn comparison(op: &str) -> Option<Comparison> {
    Some(match op {
        "=" => Comparison::Equal,
        "<>" | "!=" => Comparison::Unequal,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::Greater,
        ">=" => Comparison::AtLeast,
        _ => return None,
    })
}

fn spatial(op: &str) -> Option<Spatial> {
    Some(match op {
        "s_intersects" => Spatial::Intersects,
        "s_disjoint" => Spatial::Disjoint,
        "s_equals" => Spatial::Equals,
        "s_touches" => Spatial::Touches,
        "s_within" => Spatial::Within,
        "s_contains" => Spatial::Contains,
        "s_overlaps" => Spatial::Overlaps,
        "s_crosses" => Spatial::Crosses,
        _ => return None,
    })
}

/// The relation, and whether it is one of intervals only (CQL2, table 8).
fn temporal(op: &str) -> Option<(Temporal, bool)> {
    Some(match op {
        "t_after" => (Temporal::After, false),
        "t_before" => (Temporal::Before, false),
        "t_disjoint" => (Temporal::Disjoint, false),
        "t_equals" => (Temporal::Equals, false),
        "t_intersects" => (Temporal::Intersects, false),
        "t_contains" => (Temporal::Contains, true),
        "t_during" => (Temporal::During, true),
        "t_finishedBy" => (Temporal::FinishedBy, true),
        "t_finishes" => (Temporal::Finishes, true),
        "t_meets" => (Temporal::Meets, true),
        "t_metBy" => (Temporal::MetBy, true),
        "t_overlappedBy" => (Temporal::OverlappedBy, true),
        "t_overlaps" => (Temporal::Overlaps, true),
        "t_startedBy" => (Temporal::StartedBy, true),
        "t_starts" => (Temporal::Starts, true),
        _ => return None,
    })
}

fn array(op: &str) -> Option<Array> {
    Some(match op {
        "a_contains" => Array::Contains,
        "a_containedBy" => Array::ContainedBy,
        "a_equals" => Array::Equals,
        "a_overlaps" => Array::Overlaps,
        _ => return None,
    })
}
