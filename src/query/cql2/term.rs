//! Terms: the parts of an expression that have a value, with the type of that value.

use cql2::Expr;

use crate::query::cql2::compile::{Compiler, Type, Typed, operands};
use crate::query::cql2::fold;
use crate::query::cql2::instant::Instant;
use crate::query::cql2::limits::MAX_ITEMS;
use crate::query::cql2::predicate::{Arithmetic, Term, Value};
use crate::query::cql2::shape;

impl Compiler<'_> {
    /// An expression that has a value.
    pub(super) fn term(&self, expression: &Expr) -> Result<Typed, String> {
        self.deeper(|| self.term_of(expression))
    }

    fn term_of(&self, expression: &Expr) -> Result<Typed, String> {
        Ok(match expression {
            Expr::Null => (Term::Literal(Value::Null), Type::Nothing),
            Expr::Bool(flag) => (Term::Literal(Value::Boolean(*flag)), Type::Boolean),
            Expr::Float(number) if number.is_finite() => {
                (Term::Literal(Value::Number(*number)), Type::Number)
            }
            Expr::Float(_) => return Err("has a number that is too large".into()),
            Expr::Literal(text) => (text_term(text), Type::Text),
            Expr::Property { property } => self.column(property)?,
            Expr::Date { date } => (literal_time("DATE", date, Instant::parse_date)?, Type::Time),
            Expr::Timestamp { timestamp } => {
                (literal_time("TIMESTAMP", timestamp, Instant::parse_timestamp)?, Type::Time)
            }
            Expr::Interval { interval } => {
                let [start, end] = operands("interval", interval)?;
                let [start, end] =
                    [self.end_of(start, Instant::BEGINNING)?, self.end_of(end, Instant::END)?];
                runs_forward(&start, &end)?;
                (Term::Interval(Box::new(start), Box::new(end)), Type::Interval)
            }
            Expr::Geometry(geometry) => {
                (shape::of_geometry(geometry, &self.passage)?, Type::Geometry)
            }
            Expr::BBox { bbox } => (shape::of_box(bbox, self.crs)?, Type::Geometry),
            Expr::Array(items) => {
                if items.len() > MAX_ITEMS {
                    let n = items.len();
                    return Err(format!("has a list of {n} items; there are at most {MAX_ITEMS}"));
                }
                let items = items.iter().map(|item| self.item(item));
                (Term::List(items.collect::<Result<_, _>>()?), Type::List)
            }
            Expr::Operation { op, args } => self.call(op, args)?,
        })
    }

    fn column(&self, name: &str) -> Result<Typed, String> {
        let found = self.columns.iter().find(|column| column.name == name);
        let column = found.ok_or_else(|| {
            let known: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
            format!("names '{name}', which is no queryable here; there are {}", known.join(", "))
        })?;
        Ok((Term::Column(column.clone()), Type::of(column.kind)))
    }

    /// A value in a list. The tests of the standard write texts there in double quotes, as names.
    fn item(&self, expression: &Expr) -> Result<Term, String> {
        match expression {
            Expr::Property { property }
                if !self.columns.iter().any(|column| column.name == *property) =>
            {
                Ok(text_term(property))
            }
            other => Ok(self.term(other)?.0),
        }
    }

    fn call(&self, op: &str, args: &[Box<Expr>]) -> Result<Typed, String> {
        let arithmetic = match op {
            "casei" | "accenti" => {
                let [inner] = operands(op, args)?;
                let inner = self.typed(op, inner, Type::Text)?;
                return Ok((folded(op, inner), Type::Text));
            }
            "+" => Arithmetic::Add,
            "-" => Arithmetic::Subtract,
            "*" => Arithmetic::Multiply,
            "/" => Arithmetic::Divide,
            "div" => Arithmetic::Div,
            "%" => Arithmetic::Modulo,
            "^" => Arithmetic::Power,
            "and" | "or" | "not" | "isNull" | "like" | "between" | "in" | "=" | "<>" | "!="
            | "<" | "<=" | ">" | ">=" => {
                return Err(format!("has '{op}' where a value must stand"));
            }
            _ => return Err(format!("calls '{op}', which gives no value on this server")),
        };
        let mut terms = args.iter().map(|arg| self.typed(op, arg, Type::Number));
        let first = terms.next().ok_or_else(|| format!("gives '{op}' no operand"))??;
        if args.len() < 2 {
            return Err(format!("gives '{op}' one operand; it takes two"));
        }
        // Several operands stand for a chain, from the left.
        if args.len() > 16 {
            return Err(format!("gives '{op}' more than 16 operands"));
        }
        let chain = terms.try_fold(first, |left, right| {
            Ok::<_, String>(Term::Arithmetic(arithmetic, Box::new(left), Box::new(right?)))
        })?;
        Ok((chain, Type::Number))
    }

    /// One end of an interval; `..` is open.
    fn end_of(&self, expression: &Expr, open: Instant) -> Result<Term, String> {
        match expression {
            Expr::Literal(text) if text == ".." => Ok(Term::Literal(Value::Time(open))),
            Expr::Literal(text) => {
                let instant = Instant::parse(text);
                let instant = instant.ok_or_else(|| format!("has an interval with '{text}'"))?;
                Ok(Term::Literal(Value::Time(instant)))
            }
            other => self.typed("interval", other, Type::Time),
        }
    }
}

fn text_term(text: &str) -> Term {
    Term::Literal(Value::Text(text.to_owned().into()))
}

/// What is the same for every feature is folded once.
fn folded(op: &str, inner: Term) -> Term {
    match (op, inner) {
        ("casei", Term::Literal(Value::Text(text))) => text_term(&fold::without_case(&text)),
        (_, Term::Literal(Value::Text(text))) => text_term(&fold::without_accents(&text)),
        ("casei", inner) => Term::Casei(Box::new(inner)),
        (_, inner) => Term::Accenti(Box::new(inner)),
    }
}

fn literal_time(
    name: &str,
    inner: &Expr,
    read: impl Fn(&str) -> Option<Instant>,
) -> Result<Term, String> {
    let Expr::Literal(text) = inner else {
        return Err(format!("has {name} of something that is no text"));
    };
    let instant = read(text).ok_or_else(|| format!("has {name}('{text}'), which is none"))?;
    Ok(Term::Literal(Value::Time(instant)))
}

fn runs_forward(start: &Term, end: &Term) -> Result<(), String> {
    if let (Term::Literal(Value::Time(start)), Term::Literal(Value::Time(end))) = (start, end)
        && start.order(*end).is_gt()
    {
        return Err("has an interval that ends before it starts".into());
    }
    Ok(())
}
