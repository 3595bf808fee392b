//! Many short lists end to end in one array: a million of them in two allocations, neighbours side
//! by side.

use std::ops::Range;

/// Lists that are only added to.
#[derive(Clone, Debug)]
pub(super) struct Lists<T> {
    items: Vec<T>,
    /// Where each list ends; it begins where the one before it ends.
    ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { items: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// Adds a list at the end. All lists together hold less than 2³² items.
    pub fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// Adds the lists of another at the end, item by item made into others.
    pub fn append(&mut self, others: &Self, item: impl FnMut(&T) -> T) {
        let before = self.items.len();
        self.items.extend(others.items.iter().map(item));
        let moved = |end: &u32| u32::try_from(before + *end as usize).unwrap_or(u32::MAX);
        self.ends.extend(others.ends.iter().map(moved));
    }

    /// Makes room for all lists of others.
    pub fn reserve_for<'a>(&mut self, others: impl Iterator<Item = &'a Self> + Clone)
    where
        T: 'a,
    {
        self.items.reserve_exact(others.clone().map(|other| other.items.len()).sum());
        self.ends.reserve_exact(others.map(|other| other.ends.len()).sum());
    }

    /// How many lists there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Where the items of a list stand among the items of all; nowhere if there is no such list.
    pub fn range(&self, list: usize) -> Range<usize> {
        let Some(end) = self.ends.get(list) else { return 0..0 };
        let start = list.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..*end as usize
    }

    /// The items of a list; none if there is no such list.
    pub fn get(&self, list: usize) -> &[T] {
        self.items.get(self.range(list)).unwrap_or_default()
    }

    /// The items of all lists, one after the other.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Bytes that it takes up.
    pub const fn bytes(&self) -> usize {
        self.items.capacity() * size_of::<T>() + self.ends.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_comes_back_as_it_went_in() {
        let mut lists = Lists::default();
        for list in [vec![1, 2, 3], vec![], vec![4]] {
            lists.push(list);
        }
        assert_eq!((lists.len(), lists.get(0), lists.get(1)), (3, &[1, 2, 3][..], &[][..]));
        assert_eq!((lists.get(2), lists.range(2), lists.get(3)), (&[4][..], 3..4, &[][..]));
    }
}
