//! Chains of lines, or of stretches of lines: what follows what, and never in a ring.

/// What follows what.
pub(crate) struct Links {
    /// For every line the line that goes on with it.
    pub(crate) next: Vec<Option<usize>>,
    /// For every line the one it goes on with.
    pub(crate) before: Vec<Option<usize>>,
}

impl Links {
    pub(crate) fn of(lines: usize) -> Self {
        Links {
            next: vec![None; lines],
            before: vec![None; lines],
        }
    }

    pub(crate) fn link(&mut self, e: usize, r: usize) {
        self.next[e] = Some(r);
        self.before[r] = Some(e);
    }

    /// Links two lines that have no partners, unless that makes a ring; says whether it did not.
    pub(crate) fn link_apart(&mut self, e: usize, r: usize) -> bool {
        let apart = self.from(r).all(|i| i != e);
        if apart {
            self.link(e, r);
        }
        apart
    }

    /// Parts a line from the one that goes on with it.
    pub(crate) fn part(&mut self, e: usize) {
        if let Some(r) = self.next[e].take() {
            self.before[r] = None;
        }
    }

    fn from(&self, first: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(first), |&i| self.next[i])
    }
}

/// Links that have no ring, and get none.
pub(crate) struct Chains {
    links: Links,
    /// For the last line of a chain its first.
    first: Vec<usize>,
    /// For the first line of a chain its last.
    last: Vec<usize>,
}

impl Chains {
    /// Takes links that have no ring.
    pub(crate) fn of(links: Links) -> Self {
        let n = links.next.len();
        let (mut first, mut last): (Vec<usize>, Vec<usize>) = ((0..n).collect(), (0..n).collect());
        for i in (0..n).filter(|&i| links.before[i].is_none()) {
            let end = links.from(i).last().unwrap_or(i);
            (first[end], last[i]) = (i, end);
        }
        Chains { links, first, last }
    }

    /// The links.
    pub(crate) fn into_links(self) -> Links {
        self.links
    }

    /// Whether nothing goes on with this line.
    pub(crate) fn ends(&self, e: usize) -> bool {
        self.links.next[e].is_none()
    }

    /// Whether this line goes on with none.
    pub(crate) fn begins(&self, r: usize) -> bool {
        self.links.before[r].is_none()
    }

    /// Links two lines, unless one of them has another partner or that would make a ring.
    pub(crate) fn link(&mut self, e: usize, r: usize) {
        if !self.ends(e) || !self.begins(r) || self.first[e] == r {
            return;
        }
        let (first, last) = (self.first[e], self.last[r]);
        self.links.link(e, r);
        (self.first[last], self.last[first]) = (first, last);
    }

    /// A line and what follows it.
    pub(crate) fn from(&self, first: usize) -> impl Iterator<Item = usize> {
        self.links.from(first)
    }

    /// The chains of lines, one after the other, each in the place of its first line.
    pub(crate) fn order(&self) -> Vec<usize> {
        let firsts = (0..self.first.len()).filter(|&i| self.begins(i));
        firsts.flat_map(|first| self.from(first)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parted_lines_are_linked_anew_but_to_no_ring() {
        let mut links = Links::of(4);
        for (e, r) in [(0, 1), (1, 2), (2, 3)] {
            links.link(e, r);
        }
        links.part(1);
        assert!(!links.link_apart(1, 0), "a ring of two");
        assert!(links.link_apart(3, 0));
        assert_eq!(links.from(2).collect::<Vec<_>>(), [2, 3, 0, 1]);
        links.part(1);
        assert_eq!((links.next[1], links.before[2]), (None, None));
        assert!(!links.link_apart(1, 2), "a ring of all");
    }

    #[test]
    fn no_ring_is_closed_and_no_line_has_two_partners() {
        let mut links = Links::of(8);
        links.link(0, 1);
        links.link(4, 5);
        let mut chains = Chains::of(links);
        for (e, r, order) in [
            // A ring of two.
            (1, 0, [0, 1, 2, 3, 4, 5, 6, 7]),
            // Of itself.
            (3, 3, [0, 1, 2, 3, 4, 5, 6, 7]),
            (5, 0, [2, 3, 4, 5, 0, 1, 6, 7]),
            // A ring over both chains.
            (1, 4, [2, 3, 4, 5, 0, 1, 6, 7]),
            // Taken.
            (6, 1, [2, 3, 4, 5, 0, 1, 6, 7]),
            (0, 6, [2, 3, 4, 5, 0, 1, 6, 7]),
            (1, 2, [3, 4, 5, 0, 1, 2, 6, 7]),
            (2, 4, [3, 4, 5, 0, 1, 2, 6, 7]),
            (7, 3, [4, 5, 0, 1, 2, 6, 7, 3]),
        ] {
            chains.link(e, r);
            assert_eq!(chains.order(), order, "{e} {r}");
        }
    }
}
