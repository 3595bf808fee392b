//! Ranking: hits in the order that a plan asks for.

use std::cmp::Ordering;

use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::query::Plan;
use crate::query::cql2::predicate::Value;
use crate::query::order::SortKey;
use crate::store::Hit;
use crate::store::cells::Table;
use crate::store::judge::{Case, order};

/// The page of a plan out of all its hits, by the columns it names. What has no value comes last;
/// what is equal stays in the order of the atlas, so that pages never overlap.
pub(super) fn page<'a>(
    atlas: &'a Atlas,
    plan: &Plan,
    (chronicle, table): (&Chronicle, &Table),
    hits: Vec<Hit<'a>>,
) -> Vec<Hit<'a>> {
    let mut ranks: Vec<(Vec<Value<'static>>, usize)> = Vec::with_capacity(hits.len());
    for (index, hit) in hits.iter().enumerate() {
        let life = chronicle.life(hit.position);
        let case = Case {
            atlas,
            known: plan.known,
            position: hit.position,
            feature: hit.feature,
            life: &life,
            state: &hit.state,
            table,
        };
        let values = plan.order.iter().map(|key| case.column(&key.column).into_owned());
        ranks.push((values.collect(), index));
    }
    ranks.sort_by(|left, right| compare(&plan.order, &left.0, &right.0));
    let chosen = ranks.iter().skip(plan.page.offset).take(plan.page.limit);
    let order: Vec<usize> = chosen.map(|(_, index)| *index).collect();
    let mut hits: Vec<Option<Hit<'a>>> = hits.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| hits[index].take()).collect()
}

fn compare(keys: &[SortKey], left: &[Value<'_>], right: &[Value<'_>]) -> Ordering {
    let each = keys.iter().zip(left.iter().zip(right));
    let orders = each.map(|(key, (left, right))| match (left, right) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Greater,
        (_, Value::Null) => Ordering::Less,
        _ => {
            let order = order(left, right).unwrap_or(Ordering::Equal);
            if key.descending { order.reverse() } else { order }
        }
    });
    orders.fold(Ordering::Equal, Ordering::then)
}
