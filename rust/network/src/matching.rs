//! Maximum matching of equations and unknowns, and what is left over.
//!
//! An equation can be solved for an unknown it contains. A maximum matching (augmenting paths, Kuhn 1955)
//! pairs as many as possible; the alternating paths from what stays unmatched are the over- and the
//! underdetermined part (Dulmage & Mendelsohn, Canad. J. Math. 10, 1958).

/// A matching that grows row by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    /// Unknowns of each row.
    rows: Vec<Vec<usize>>,
    /// Row matched to each unknown.
    of_unknown: Vec<Option<usize>>,
    /// True for matched rows.
    is_matched: Vec<bool>,
}

impl Matching {
    /// No rows yet.
    pub(crate) fn new(unknowns: usize) -> Self {
        Self { of_unknown: vec![None; unknowns], ..Self::default() }
    }

    /// Adds an equation; true if it covers one more unknown.
    pub(crate) fn add(&mut self, unknowns: Vec<usize>) -> bool {
        let row = self.rows.len();
        self.rows.push(unknowns);
        let mut seen = vec![false; self.of_unknown.len()];
        let grown = self.augment(row, &mut seen);
        self.is_matched.push(grown);
        grown
    }

    fn augment(&mut self, row: usize, seen: &mut [bool]) -> bool {
        for k in 0..self.rows[row].len() {
            let unknown = self.rows[row][k];
            if std::mem::replace(&mut seen[unknown], true) {
                continue;
            }
            let is_free = match self.of_unknown[unknown] {
                None => true,
                Some(other) => self.augment(other, seen),
            };
            if is_free {
                self.of_unknown[unknown] = Some(row);
                return true;
            }
        }
        false
    }

    /// Unknowns without an equation.
    pub(crate) fn uncovered(&self) -> Vec<usize> {
        (0..self.of_unknown.len()).filter(|u| self.of_unknown[*u].is_none()).collect()
    }

    /// Equations without an unknown.
    pub(crate) fn superfluous(&self) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| !self.is_matched[*row]).collect()
    }

    /// The equations that compete with an unmatched one for the same unknowns, itself included.
    pub(crate) fn rivals(&self, row: usize) -> Vec<usize> {
        let (mut rivals, mut queue) = (vec![row], vec![row]);
        while let Some(row) = queue.pop() {
            for unknown in &self.rows[row] {
                if let Some(other) = self.of_unknown[*unknown]
                    && !rivals.contains(&other)
                {
                    rivals.push(other);
                    queue.push(other);
                }
            }
        }
        rivals.sort_unstable();
        rivals
    }

    /// The unknowns of which one more has to be given where `unknown` is not covered, itself included.
    pub(crate) fn alternatives(&self, unknown: usize) -> Vec<usize> {
        let (mut found, mut queue) = (vec![unknown], vec![unknown]);
        while let Some(unknown) = queue.pop() {
            for (row, unknowns) in self.rows.iter().enumerate().filter(|(_, unknowns)| unknowns.contains(&unknown)) {
                if !self.is_matched[row] {
                    continue;
                }
                let matched = unknowns.iter().copied().find(|u| self.of_unknown[*u] == Some(row));
                if let Some(other) = matched.filter(|other| !found.contains(other)) {
                    found.push(other);
                    queue.push(other);
                }
            }
        }
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn augments_through_other_rows() {
        let mut matching = Matching::new(3);
        assert!(matching.add(vec![0, 1]));
        assert!(matching.add(vec![0]));
        assert!(!matching.add(vec![0, 1]));
        assert_eq!(matching.uncovered(), [2]);
        assert_eq!(matching.superfluous(), [2]);
        assert_eq!(matching.rivals(2), [0, 1, 2]);
    }

    #[test]
    fn names_what_would_complete_it() {
        let mut matching = Matching::new(3);
        matching.add(vec![0, 1]);
        let open = matching.uncovered();
        assert_eq!(open.len(), 2);
        assert!(matching.alternatives(1).contains(&0));
        assert_eq!(matching.alternatives(2), [2]);
    }
}
