//! Where the variables of a model stand in a state vector.
//!
//! The kind of a connection names its variables. All mass flows come first, then all pressures, enthalpies, humidity
//! ratios and energy flows, each in the order of the connections, then the mass fractions of the species of every connection, and last
//! the free parameters.

use std::ops::Range;

use entropyk_components::declaration::{Kind, Variable};

const ORDER: [Variable; 5] = [Variable::M, Variable::P, Variable::H, Variable::W, Variable::E];

/// Positions of the variables of connections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    kinds: Vec<Kind>,
    positions: Vec<[Option<usize>; ORDER.len()]>,
    /// Mass fractions of every connection; empty where the composition is fixed.
    fractions: Vec<Range<usize>>,
    places: Vec<(usize, Variable)>,
    /// Parameters of the connections that the mass fractions are, from the first on.
    parameters: Vec<usize>,
}

impl Layout {
    /// For connections of these kinds, and the parameters of each that are mass fractions.
    pub(crate) fn new(kinds: &[Kind], fractions: &[Vec<usize>]) -> Self {
        let positions = vec![[None; ORDER.len()]; kinds.len()];
        let mut layout = Self { kinds: kinds.to_vec(), positions, ..Self::default() };
        for (k, variable) in ORDER.into_iter().enumerate() {
            for (edge, _) in kinds.iter().enumerate().filter(|(_, kind)| kind.variables().contains(&variable)) {
                layout.positions[edge][k] = Some(layout.places.len());
                layout.places.push((edge, variable));
            }
        }
        for (edge, parameters) in fractions.iter().enumerate() {
            let first = layout.places.len();
            layout.places.extend(parameters.iter().map(|_| (edge, Variable::Fraction)));
            layout.parameters.extend(parameters);
            layout.fractions.push(first..first + parameters.len());
        }
        layout
    }

    /// Number of connections.
    pub(crate) fn edges(&self) -> usize {
        self.positions.len()
    }

    /// What flows through a connection.
    pub(crate) fn kind(&self, edge: usize) -> Kind {
        self.kinds[edge]
    }

    /// Number of variables of connections.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Position of a variable, None if the connection has none such; of the mass fractions, see [`Layout::fractions`].
    pub(crate) fn position(&self, edge: usize, variable: Variable) -> Option<usize> {
        self.positions[edge].get(variable as usize).copied().flatten()
    }

    /// Positions of the mass fractions of a connection, in the order of the species.
    pub(crate) fn fractions(&self, edge: usize) -> Range<usize> {
        self.fractions[edge].clone()
    }

    /// True if a composition is unknown or given anywhere.
    pub(crate) fn has_fractions(&self) -> bool {
        !self.parameters.is_empty()
    }

    /// Position of the mass fraction that a parameter of a connection is, if it is one.
    pub(crate) fn position_of(&self, edge: usize, parameter: usize) -> Option<usize> {
        self.fractions(edge).find(|position| self.parameter(*position) == Some(parameter))
    }

    /// The parameter of its connection that a mass fraction is.
    pub(crate) fn parameter(&self, position: usize) -> Option<usize> {
        let first = self.places.len() - self.parameters.len();
        self.parameters.get(position.checked_sub(first)?).copied()
    }

    /// Connection and variable at a position, None for a free parameter.
    pub(crate) fn place(&self, position: usize) -> Option<(usize, Variable)> {
        self.places.get(position).copied()
    }

    /// The variables of a connection with their positions, mass fractions left out.
    pub(crate) fn of_edge(&self, edge: usize) -> impl Iterator<Item = (Variable, usize)> + '_ {
        ORDER.into_iter().filter_map(move |variable| Some((variable, self.position(edge, variable)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_name_their_variables() {
        let layout = Layout::new(
            &[Kind::Fluid, Kind::Power, Kind::Fluid, Kind::HumidAir],
            &[vec![], vec![], vec![10, 12], vec![]],
        );
        assert_eq!(layout.len(), 3 + 1 + 3 + 4 + 2);
        assert_eq!(layout.place(0), Some((0, Variable::M)));
        assert_eq!(layout.position(3, Variable::P), Some(5));
        assert_eq!(layout.position(1, Variable::E), Some(10));
        assert_eq!(layout.position(1, Variable::M), None);
        assert_eq!((layout.fractions(2), layout.fractions(0)), (11..13, 11..11));
        assert_eq!(layout.place(12), Some((2, Variable::Fraction)));
        assert_eq!((layout.parameter(12), layout.parameter(10), layout.position_of(2, 10)), (Some(12), None, Some(11)));
        assert_eq!(layout.place(13), None);
        assert_eq!(layout.of_edge(3).count(), 4);
    }
}
