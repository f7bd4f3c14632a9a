//! Reduced collision integrals Ω*(2,2) of the Lennard-Jones potential, and the viscosity of the dilute gas they give:
//!
//! η₀ = 5/16 √(m k T/π)/(σ² Ω) = 26.692e-9 √(M T)/(σ² Ω)   (M in g/mol, σ in nm)

use super::local::Molecule;

/// Ω*(2,2) as a function of T* = T/(ε/k).
///
/// Neufeld, Janzen, Aziz (1972), doi:10.1063/1.1678363.
pub(super) fn neufeld(t_star: f64) -> f64 {
    1.16145 * t_star.powf(-0.14874) + 0.52487 * (-0.77320 * t_star).exp() + 2.16178 * (-2.43787 * t_star).exp()
}

/// Viscosity of the dilute gas by kinetic theory with Neufeld's integral, Pa s; `molar_mass` in kg/mol.
pub(super) fn kinetic_theory(molecule: Molecule, molar_mass: f64, t: f64) -> f64 {
    let sigma = 1e9 * molecule.sigma;
    26.692e-9 * (1e3 * molar_mass * t).sqrt() / (sigma * sigma * neufeld(t / molecule.epsilon))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hirschfelder, Curtiss, Bird, Molecular Theory of Gases and Liquids, Table I-M.
    #[test]
    fn integral_has_its_tabulated_values() {
        for (t_star, omega) in [(2.0, 1.175), (10.0, 0.8242)] {
            assert!((neufeld(t_star) / omega - 1.0).abs() < 1e-3, "{t_star}: {}", neufeld(t_star));
        }
    }
}
