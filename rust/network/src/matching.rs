//! Maximum matching of equations and unknowns, what is left over, and the order of blocks.
//!
//! An equation can be solved for an unknown it contains. A maximum matching (augmenting paths with a look-ahead for free
//! unknowns: Duff, ACM Trans. Math. Softw. 7, 1981) pairs as many as possible; the alternating paths from what stays unmatched
//! are the over- and the underdetermined part (Dulmage & Mendelsohn, Canad. J. Math. 10, 1958). Where all are paired, the strongly
//! connected components of "is computed from" are the smallest blocks that can be solved one after the other (Tarjan 1972).

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// Round of unknowns from which no free one can be reached, now or later.
const CLOSED: usize = usize::MAX;

/// A matching that grows row by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    /// Unknowns of each row.
    rows: Vec<Vec<usize>>,
    /// Row matched to each unknown.
    of_unknown: Vec<Option<usize>>,
    /// Unknown matched to each row.
    of_row: Vec<Option<usize>>,
    /// Round in which an unknown was last reached; `CLOSED` where no search leads any further.
    reached: Vec<usize>,
    round: usize,
    /// How far each row has been looked through for a free unknown.
    looked: Vec<usize>,
}

impl Matching {
    /// No rows yet.
    pub(crate) fn new(unknowns: usize) -> Self {
        Self { of_unknown: vec![None; unknowns], reached: vec![0; unknowns], ..Self::default() }
    }

    /// Adds an equation; true if it covers one more unknown.
    pub(crate) fn add(&mut self, unknowns: Vec<usize>) -> bool {
        let row = self.rows.len();
        self.rows.push(unknowns);
        self.of_row.push(None);
        self.looked.push(0);
        self.augment(row)
    }

    /// Takes the last equation back, which covers no unknown.
    pub(crate) fn forget_last(&mut self) {
        debug_assert!(self.of_row.last() == Some(&None), "only an equation that covers nothing is taken back");
        self.rows.pop();
        self.of_row.pop();
        self.looked.pop();
    }

    /// Looks for a path from a row to a free unknown, and turns the pairs along it.
    fn augment(&mut self, row: usize) -> bool {
        self.round += 1;
        let round = self.round;
        // Unknowns reached in vain: their equations have no others, so that nobody needs to look there again.
        let mut visited: Vec<usize> = vec![];
        // (row, next unknown to try, unknown by which it was reached)
        let mut path: Vec<(usize, usize)> = vec![(row, 0)];
        let mut chosen: Vec<usize> = vec![];
        while let Some((row, next)) = path.last_mut() {
            if let Some(unknown) = self.free_unknown(*row) {
                chosen.push(unknown);
                for ((row, _), unknown) in path.iter().zip(&chosen) {
                    self.of_unknown[*unknown] = Some(*row);
                    self.of_row[*row] = Some(*unknown);
                }
                return true;
            }
            let mut step = None;
            while let Some(unknown) = self.rows[*row].get(*next).copied() {
                *next += 1;
                if self.reached[unknown] < round
                    && let Some(other) = self.of_unknown[unknown]
                {
                    self.reached[unknown] = round;
                    visited.push(unknown);
                    step = Some((unknown, other));
                    break;
                }
            }
            match step {
                Some((unknown, other)) => {
                    chosen.push(unknown);
                    path.push((other, 0));
                }
                None => {
                    path.pop();
                    chosen.pop();
                }
            }
        }
        for unknown in visited {
            self.reached[unknown] = CLOSED;
        }
        false
    }

    /// An unmatched unknown of a row.
    fn free_unknown(&mut self, row: usize) -> Option<usize> {
        let unknowns = &self.rows[row];
        // What is matched stays matched, so that nothing is looked at twice.
        while let Some(unknown) = unknowns.get(self.looked[row]) {
            self.looked[row] += 1;
            if self.of_unknown[*unknown].is_none() {
                return Some(*unknown);
            }
        }
        None
    }

    /// Unknowns without an equation.
    pub(crate) fn uncovered(&self) -> Vec<usize> {
        (0..self.of_unknown.len()).filter(|u| self.of_unknown[*u].is_none()).collect()
    }

    /// Equations without an unknown.
    pub(crate) fn superfluous(&self) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| self.of_row[*row].is_none()).collect()
    }

    /// The equations that compete with an unmatched one for the same unknowns, itself included.
    pub(crate) fn rivals(&self, row: usize) -> Vec<usize> {
        let mut seen = vec![false; self.rows.len()];
        seen[row] = true;
        let mut queue = vec![row];
        while let Some(row) = queue.pop() {
            for unknown in &self.rows[row] {
                if let Some(other) = self.of_unknown[*unknown]
                    && !std::mem::replace(&mut seen[other], true)
                {
                    queue.push(other);
                }
            }
        }
        (0..seen.len()).filter(|row| seen[*row]).collect()
    }

    /// For each of these uncovered unknowns those of which one has to be given, itself included.
    pub(crate) fn alternatives(&self, open: &[usize]) -> Vec<Vec<usize>> {
        let mut rows_of: Vec<Vec<usize>> = vec![vec![]; self.of_unknown.len()];
        for (row, unknowns) in self.rows.iter().enumerate() {
            for unknown in unknowns {
                rows_of[*unknown].push(row);
            }
        }
        open.iter().map(|unknown| self.alternatives_of(*unknown, &rows_of)).collect()
    }

    fn alternatives_of(&self, unknown: usize, rows_of: &[Vec<usize>]) -> Vec<usize> {
        let mut seen = vec![false; self.of_unknown.len()];
        seen[unknown] = true;
        let mut queue = vec![unknown];
        while let Some(unknown) = queue.pop() {
            for row in &rows_of[unknown] {
                if let Some(other) = self.of_row[*row]
                    && !std::mem::replace(&mut seen[other], true)
                {
                    queue.push(other);
                }
            }
        }
        (0..seen.len()).filter(|unknown| seen[*unknown]).collect()
    }

    /// The blocks of a square system whose equations are all matched: (row, unknown) pairs, in the order of solution.
    pub(crate) fn blocks(&self) -> Vec<Vec<(usize, usize)>> {
        let mut graph = DiGraph::<(), ()>::with_capacity(self.rows.len(), 0);
        let nodes: Vec<NodeIndex> = self.rows.iter().map(|_| graph.add_node(())).collect();
        for (row, unknowns) in self.rows.iter().enumerate() {
            for unknown in unknowns {
                if let Some(other) = self.of_unknown[*unknown].filter(|other| *other != row) {
                    graph.add_edge(nodes[row], nodes[other], ());
                }
            }
        }
        // A row points at what it is computed from, so that components come in the order of solution.
        let pairs = |component: Vec<NodeIndex>| {
            let mut rows: Vec<usize> = component.into_iter().map(NodeIndex::index).collect();
            rows.sort_unstable();
            rows.into_iter().filter_map(|row| Some((row, self.of_row[row]?))).collect()
        };
        kosaraju_scc(&graph).into_iter().map(pairs).collect()
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
    fn long_paths_are_turned() {
        let n = 20_000;
        let mut matching = Matching::new(n);
        assert!((0..n - 1).all(|row| matching.add(vec![row, row + 1])));
        assert!(matching.add(vec![0]));
        assert!(matching.uncovered().is_empty());
    }

    #[test]
    fn names_what_would_complete_it() {
        let mut matching = Matching::new(3);
        matching.add(vec![0, 1]);
        let open = matching.uncovered();
        assert_eq!(open.len(), 2);
        let alternatives = matching.alternatives(&[1, 2]);
        assert!(alternatives[0].contains(&0));
        assert_eq!(alternatives[1], [2]);
    }

    #[test]
    fn blocks_come_in_the_order_of_solution() {
        let mut matching = Matching::new(4);
        for row in [vec![3, 0], vec![0, 1], vec![1, 0], vec![2, 1]] {
            assert!(matching.add(row));
        }
        let blocks = matching.blocks();
        let rows: Vec<Vec<usize>> = blocks.iter().map(|block| block.iter().map(|(row, _)| *row).collect()).collect();
        assert_eq!(rows.len(), 3);
        let position = |row: usize| rows.iter().position(|block| block.contains(&row)).expect("in a block");
        assert_eq!(position(1), position(2));
        assert!(position(0) > position(1) && position(3) > position(1));
    }
}
