//! Predicates: a filter with its names resolved, its types checked and its literals read.
//!
//! What is true of a feature is worked out by `store`; a predicate knows no feature.

use std::borrow::Cow;

use geo::Geometry;

use crate::atlas::column::{Column, Origin};
use crate::query::cql2::instant::Instant;
use crate::query::cql2::like::Pattern;

/// A filter: true, false or unknown of a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// True only where the term is.
    Flag(Term),
    /// The opposite; unknown stays unknown.
    Not(Box<Self>),
    /// True where all are.
    All(Vec<Self>),
    /// True where one is.
    Any(Vec<Self>),
    /// Whether the term has no value; never unknown.
    IsNull(Term),
    /// One term against another.
    Compare(Comparison, Term, Term),
    /// A text against a pattern.
    Like(Term, Pattern),
    /// Whether the first lies between the others, both included.
    Between(Term, Term, Term),
    /// Whether the term equals one of a list.
    In(Term, Vec<Term>),
    /// One geometry against another.
    Spatial(Spatial, Term, Term),
    /// One time against another.
    Temporal(Temporal, Term, Term),
    /// One list against another.
    Array(Array, Term, Term),
}

impl Predicate {
    /// Whether it reads neither a geometry nor anything that changes with time or with what is known.
    #[must_use]
    pub fn reads_no_life(&self) -> bool {
        let mut all = true;
        self.each_column(&mut |column| {
            all &= matches!(
                column.origin,
                Origin::Id | Origin::Layer | Origin::Category | Origin::Name | Origin::Property
            );
        });
        all
    }

    /// Tells every column that it reads, some more than once.
    pub fn each_column<'a>(&'a self, tell: &mut dyn FnMut(&'a Column)) {
        match self {
            Self::Not(inner) => inner.each_column(tell),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.each_column(tell));
            }
            Self::Flag(term) | Self::IsNull(term) | Self::Like(term, _) => term.each_column(tell),
            Self::Compare(_, left, right)
            | Self::Spatial(_, left, right)
            | Self::Temporal(_, left, right)
            | Self::Array(_, left, right) => {
                [left, right].into_iter().for_each(|term| term.each_column(tell));
            }
            Self::Between(value, low, high) => {
                [value, low, high].into_iter().for_each(|term| term.each_column(tell));
            }
            Self::In(term, items) => {
                term.each_column(tell);
                items.iter().for_each(|item| item.each_column(tell));
            }
        }
    }
}

/// Something that has a value for each feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// The same value for all.
    Literal(Value<'static>),
    /// A geometry of the filter, with its west, south, east and north.
    Shape(Geometry<f64>, [f64; 4]),
    /// A value of the feature.
    Column(Column),
    /// A text without regard to case.
    Casei(Box<Self>),
    /// A text without regard to accents.
    Accenti(Box<Self>),
    /// A number of two.
    Arithmetic(Arithmetic, Box<Self>, Box<Self>),
    /// A time from one term to another; a missing end is open, two make no interval.
    Interval(Box<Self>, Box<Self>),
    /// Several values.
    List(Vec<Self>),
}

impl Term {
    fn each_column<'a>(&'a self, tell: &mut dyn FnMut(&'a Column)) {
        match self {
            Self::Literal(_) | Self::Shape(..) => {}
            Self::Column(column) => tell(column),
            Self::Casei(inner) | Self::Accenti(inner) => inner.each_column(tell),
            Self::Arithmetic(_, left, right) | Self::Interval(left, right) => {
                left.each_column(tell);
                right.each_column(tell);
            }
            Self::List(items) => items.iter().for_each(|item| item.each_column(tell)),
        }
    }
}

/// A value of a feature or a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing is known.
    Null,
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day or a moment.
    Time(Instant),
    /// From one time to another, both included.
    Interval(Instant, Instant),
    /// Several values.
    List(Vec<Self>),
    /// The geometry of the feature.
    Geometry(Cow<'a, Geometry<f64>>),
}

impl Value<'_> {
    /// The same, whatever it was taken from.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Value::Number(number),
            Self::Boolean(flag) => Value::Boolean(flag),
            Self::Time(instant) => Value::Time(instant),
            Self::Interval(start, end) => Value::Interval(start, end),
            Self::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Self::Geometry(geometry) => Value::Geometry(Cow::Owned(geometry.into_owned())),
        }
    }
}

/// How two values may stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    Unequal,
    /// Smaller.
    Less,
    /// Smaller or the same.
    AtMost,
    /// Greater.
    Greater,
    /// Greater or the same.
    AtLeast,
}

/// Signs between numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient.
    Divide,
    /// Whole part of the quotient.
    Div,
    /// Remainder, with the sign of the dividend.
    Modulo,
    /// Power.
    Power,
}

/// Relations of geometries, OGC Simple Features.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spatial {
    /// They share a point.
    Intersects,
    /// They share none.
    Disjoint,
    /// They are the same set of points.
    Equals,
    /// They share points of their boundaries only.
    Touches,
    /// The first lies in the second.
    Within,
    /// The second lies in the first.
    Contains,
    /// They share some of their insides, of the same dimension.
    Overlaps,
    /// They share some of their insides, of a lower dimension.
    Crosses,
}

/// Relations of times (Allen, "Maintaining Knowledge about Temporal Intervals", 1983), as CQL2
/// names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of CQL2, 7.5")]
pub enum Temporal {
    After,
    Before,
    Contains,
    Disjoint,
    During,
    Equals,
    FinishedBy,
    Finishes,
    Intersects,
    Meets,
    MetBy,
    OverlappedBy,
    Overlaps,
    StartedBy,
    Starts,
}

/// Relations of lists, taken as sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Array {
    /// The first holds all of the second.
    Contains,
    /// The second holds all of the first.
    ContainedBy,
    /// Each holds all of the other.
    Equals,
    /// They share one at least.
    Overlaps,
}
