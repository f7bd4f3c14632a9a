//! Where the variables of a model stand in a state vector.
//!
//! The kind of a connection names its variables. All mass flows come first, then all pressures, enthalpies, humidity
//! ratios and energy flows, each in the order of the connections, and last the free parameters.

use entropyk_components::declaration::{Kind, Variable};

const ORDER: [Variable; 5] = [Variable::M, Variable::P, Variable::H, Variable::W, Variable::E];

/// Positions of the variables of connections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    kinds: Vec<Kind>,
    positions: Vec<[Option<usize>; ORDER.len()]>,
    places: Vec<(usize, Variable)>,
}

impl Layout {
    /// For connections of these kinds.
    pub(crate) fn new(kinds: &[Kind]) -> Self {
        let mut layout =
            Self { kinds: kinds.to_vec(), positions: vec![[None; ORDER.len()]; kinds.len()], places: vec![] };
        for (k, variable) in ORDER.into_iter().enumerate() {
            for (edge, _) in kinds.iter().enumerate().filter(|(_, kind)| kind.variables().contains(&variable)) {
                layout.positions[edge][k] = Some(layout.places.len());
                layout.places.push((edge, variable));
            }
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

    /// Position of a variable, None if the connection has none such.
    pub(crate) fn position(&self, edge: usize, variable: Variable) -> Option<usize> {
        self.positions[edge][variable as usize]
    }

    /// Connection and variable at a position, None for a free parameter.
    pub(crate) fn place(&self, position: usize) -> Option<(usize, Variable)> {
        self.places.get(position).copied()
    }

    /// The variables of a connection with their positions.
    pub(crate) fn of_edge(&self, edge: usize) -> impl Iterator<Item = (Variable, usize)> + '_ {
        ORDER.into_iter().filter_map(move |variable| Some((variable, self.position(edge, variable)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_name_their_variables() {
        let layout = Layout::new(&[Kind::Fluid, Kind::Power, Kind::Fluid, Kind::HumidAir]);
        assert_eq!(layout.len(), 3 + 1 + 3 + 4);
        assert_eq!(layout.place(0), Some((0, Variable::M)));
        assert_eq!(layout.position(3, Variable::P), Some(5));
        assert_eq!(layout.position(1, Variable::E), Some(10));
        assert_eq!(layout.position(1, Variable::M), None);
        assert_eq!(layout.place(11), None);
        assert_eq!(layout.of_edge(3).count(), 4);
    }
}
