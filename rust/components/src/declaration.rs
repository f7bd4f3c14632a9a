//! What a component or a connection is made of, as data: ports, parameters, equations and when each holds.
//!
//! Both APIs, the compiler, tables, help texts and stubs read the same [`Declaration`]. Components written in
//! Rust give it once as a constant, others when their class is made.

use entropyk_core::Quantity;

use crate::characteristic::Expression;

/// What flows through a port, and with it the unknowns of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// m, p, h and the free mass fractions.
    Fluid,
    /// m (dry air), p, h, w (humidity ratio).
    HumidAir,
    /// E, mechanical or electric power.
    Power,
    /// E, heat.
    Heat,
}

impl Kind {
    /// The unknowns every connection of this kind has.
    pub fn variables(self) -> &'static [Variable] {
        match self {
            Kind::Fluid => &[Variable::M, Variable::P, Variable::H],
            Kind::HumidAir => &[Variable::M, Variable::P, Variable::H, Variable::W],
            Kind::Power | Kind::Heat => &[Variable::E],
        }
    }
}

/// An unknown of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variable {
    /// Mass flow, kg/s.
    M,
    /// Pressure, Pa.
    P,
    /// Specific enthalpy, J/kg.
    H,
    /// Humidity ratio, kg/kg dry air.
    W,
    /// Power or heat flow, W.
    E,
    /// Mass fractions, one for each species of a mixture; in an equation for each species, the one of that.
    Fraction,
}

impl Variable {
    /// Symbol, which is also the name of the connection parameter that fixes it.
    pub fn symbol(self) -> &'static str {
        match self {
            Variable::M => "m",
            Variable::P => "p",
            Variable::H => "h",
            Variable::W => "w",
            Variable::E => "E",
            Variable::Fraction => "fluid",
        }
    }
}

/// Side of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Enters the component.
    In,
    /// Leaves the component.
    Out,
}

/// How many ports a declared port stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// One, named as declared.
    One,
    /// As many as this parameter, a whole number, says: named `name1`, `name2`, …
    Parameter(usize),
}

/// Whether a port has to be connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Required,
    /// May stay open.
    Optional,
}

/// A port.
#[derive(Clone, Debug, PartialEq)]
pub struct Port {
    /// Name, such as `in1`, or its stem where the port stands for several.
    pub name: &'static str,
    /// Side.
    pub direction: Direction,
    /// What flows through it.
    pub kind: Kind,
    /// How many.
    pub count: Count,
    /// Whether it has to be connected.
    pub need: Need,
}

impl Port {
    /// Name of one of the ports it stands for.
    pub fn name(&self, instance: usize) -> String {
        match self.count {
            Count::One => self.name.to_owned(),
            Count::Parameter(_) => format!("{}{}", self.name, instance + 1),
        }
    }
}

/// What a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    /// A number with a unit; may be unset, set or free.
    Number,
    /// A number, or a switch (`subcooling=True`, `subcooling=3.0`).
    NumberOrFlag,
    /// True or false.
    Flag,
    /// A whole number.
    Integer,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// As many numbers as this.
    Numbers(usize),
    /// Numbers by these names, some of which may be missing.
    Record(&'static [&'static str]),
    /// A compressor map.
    Map,
    /// A characteristic line over this, unless the user says otherwise.
    Line(Expression),
    /// A characteristic map.
    CharMap,
    /// A function of one number, written outside the library.
    Function,
}

/// A parameter of a component or connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Name.
    pub name: &'static str,
    /// Second spellings.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub kind: Type,
    /// Physical quantity, which fixes the unit.
    pub quantity: Quantity,
    /// Lower limit in SI, judged at a solution.
    pub min: f64,
    /// Upper limit in SI.
    pub max: f64,
    /// Values outside the limits are refused when given, because no equation has a meaning there.
    pub strict: bool,
    /// It may be infinite.
    pub can_be_infinite: bool,
    /// Value in SI while unset, for parameters that equations read without being activated by them.
    pub default: Option<f64>,
    /// Only reported, never given.
    pub is_result: bool,
    /// An unknown of its own whenever this holds.
    pub free: Activation,
    /// What it means, in one phrase.
    pub meaning: &'static str,
}

/// When an equation holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Activation {
    /// Always.
    Always,
    /// Never.
    Never,
    /// When this parameter is set or free.
    Given(usize),
    /// When the switch is off or unset, or on.
    Flag(usize, bool),
    /// When the choice has this index.
    Chosen(usize, usize),
    /// When this port is connected.
    Connected(usize),
    /// In off-design calculations only.
    OffDesign,
    /// When all hold.
    All(Vec<Activation>),
    /// When one holds.
    Any(Vec<Activation>),
    /// When it does not hold.
    Not(Box<Activation>),
    /// When the component is bypassed; the other equations do not hold then.
    Bypassed,
}

impl Activation {
    /// True if it is for this parameter to say.
    pub fn asks(&self, parameter: usize) -> bool {
        match self {
            Activation::Given(index) | Activation::Flag(index, _) | Activation::Chosen(index, _) => *index == parameter,
            Activation::All(all) | Activation::Any(all) => all.iter().any(|each| each.asks(parameter)),
            Activation::Not(not) => not.asks(parameter),
            Activation::Always
            | Activation::Never
            | Activation::Connected(_)
            | Activation::OffDesign
            | Activation::Bypassed => false,
        }
    }
}

/// Something an equation depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// The variable at this port; at the first, where the port stands for several.
    Port(usize, Variable),
    /// The variable at each of the ports that this one stands for.
    Each(usize, Variable),
    /// The parameter, where it is free.
    Parameter(usize),
}

/// A coefficient of an affine equation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Coefficient {
    /// A fixed number.
    Fixed(f64),
    /// The value of a parameter.
    Parameter(usize),
    /// Minus the value of a parameter.
    Minus(usize),
}

/// The mathematical form of an equation.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// `target = factor · source + offset`: eliminated before the iteration. With [`Term::Each`] as target there is one equation
    /// for each port; where target and source are the same unknown there is none.
    Affine {
        /// Variable expressed.
        target: Term,
        /// Variable it follows from.
        source: Term,
        /// Factor.
        factor: Coefficient,
        /// Offset in SI.
        offset: Coefficient,
    },
    /// `Σ coefficient · term = 0`, as a balance of mass or energy flows. A balance of mass flows that follows from the
    /// others of a closed circuit is left out.
    Balance(Vec<(Term, f64)>),
    /// A residual in these terms. Where p and h of a port are among them, it may depend on the mass fractions there too.
    General(Vec<Term>),
    /// `Σ m_in w_in = m_out w_out` for every species: the inlets mix to the outlet. Where all inlets are of one composition, so is the
    /// outlet.
    Mixing {
        /// Ports, with all they stand for.
        inlets: Vec<usize>,
        /// Port.
        outlet: usize,
        /// What becomes of them.
        way: Mixture,
    },
    /// A residual in these terms for each of what a port stands for, which `At::instance` counts.
    Each {
        /// Port.
        port: usize,
        /// Terms; those of the port with `Term::Each`.
        terms: Vec<Term>,
    },
    /// `Σ w = 1` at a port, where mass fractions are open that no balance gives.
    Whole(usize),
}

/// What becomes of species that come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mixture {
    /// One mixture, at all outlets.
    Uniform,
    /// Outlets of different composition.
    Parted,
    /// Species become others: the equation of each depends on all of them, and the outlet is never as the inlets.
    Reacting,
}

/// An equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation {
    /// Name in reports, such as `eta_s`.
    pub name: &'static str,
    /// The equation in symbols.
    pub formula: &'static str,
    /// When it holds.
    pub active: Activation,
    /// Its form.
    pub form: Form,
}

impl Equation {
    /// True if it is about mass fractions alone, and so holds however a component runs.
    pub fn is_of_composition(&self) -> bool {
        match &self.form {
            Form::Mixing { .. } => true,
            Form::Affine { target: Term::Port(_, variable) | Term::Each(_, variable), .. } => {
                *variable == Variable::Fraction
            }
            _ => false,
        }
    }
}

/// A value `System` assumes when nothing else covers an unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Default {
    /// Parameter.
    pub parameter: usize,
    /// Value in SI.
    pub value: f64,
    /// Order among all defaults of a system.
    pub stage: Stage,
    /// Assumed only where this holds.
    pub when: Activation,
}

/// The order in which defaults are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// No pressure drop.
    PressureDrop,
    /// Constant boundary temperature (infinite capacity rate).
    CapacityRate,
    /// Temperature of a sink or source.
    BoundaryTemperature,
    /// Saturated liquid leaving a condenser.
    SaturatedLiquid,
    /// Superheated vapour leaving an evaporator.
    Superheat,
}

/// Everything the engine knows of a class of components or connections.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// Class name.
    pub class: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// Equations in words and symbols, with sources; Markdown.
    pub details: &'static str,
    /// Ports.
    pub ports: Vec<Port>,
    /// Ports that `add_edge` uses unless told otherwise: (outlet, inlet), indices in `ports`.
    pub main: Option<(usize, usize)>,
    /// Pairs (inlet, outlet) of ports, with all they stand for, through which the fluid passes; its composition is unchanged, unless
    /// there is an equation of the form `Mixing`.
    pub passes: Vec<(usize, usize)>,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Equations.
    pub equations: Vec<Equation>,
    /// Values a `System` may assume.
    pub defaults: Vec<Default>,
}

impl Declaration {
    /// Adds what `passes` say of compositions as equations.
    pub fn completed(mut self) -> Self {
        let mixes = self.equations.iter().any(|equation| matches!(equation.form, Form::Mixing { .. }));
        for (inlet, outlet) in self.passes.iter().filter(|_| !mixes) {
            let form = Form::Affine {
                target: Term::Each(*outlet, Variable::Fraction),
                source: Term::Port(*inlet, Variable::Fraction),
                factor: Coefficient::Fixed(1.0),
                offset: Coefficient::Fixed(0.0),
            };
            let (name, formula) = ("composition", "w_out = w_in");
            self.equations.push(Equation { name, formula, active: Activation::Always, form });
        }
        self
    }

    /// Index of a parameter by name or second spelling.
    pub fn parameter(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|p| p.name == name || p.aliases.contains(&name))
    }

    /// True for an inlet that may stay open and whose stream leaves with another.
    pub fn is_injected(&self, inlet: usize) -> bool {
        let outlet = self.passes.iter().find(|(port, _)| *port == inlet).map(|(_, outlet)| *outlet);
        let is_shared = self.passes.iter().any(|(port, to)| *port != inlet && Some(*to) == outlet);
        self.ports[inlet].need == Need::Optional && is_shared
    }

    /// The port that an edge uses unless told otherwise: the main one, or the only one of that direction.
    pub fn main_port(&self, direction: Direction) -> Option<usize> {
        let main = self.main.map(|(outlet, inlet)| if direction == Direction::Out { outlet } else { inlet });
        let mut all = self.ports.iter().enumerate().filter(|(_, port)| port.direction == direction);
        main.or_else(|| match (all.next(), all.next()) {
            (Some((index, _)), None) => Some(index),
            _ => None,
        })
    }

    /// The port of a name on a side that takes this kind: ports of different sides or kinds may share a name.
    pub fn port_of_kind(&self, name: &str, direction: Direction, kind: Kind) -> Option<(usize, usize)> {
        let fits = |port: &Port| port.direction == direction && port.kind == kind;
        let instance = |port: &Port| match port.count {
            Count::One => (port.name == name).then_some(0),
            Count::Parameter(_) => name.strip_prefix(port.name)?.parse::<usize>().ok()?.checked_sub(1),
        };
        let mut all = self.ports.iter().enumerate().filter(|(_, port)| fits(port));
        all.find_map(|(index, port)| Some((index, instance(port)?)))
    }

    /// The port of a name, and which of those it stands for.
    pub fn port(&self, name: &str) -> Option<(usize, usize)> {
        let one = self.ports.iter().position(|port| port.count == Count::One && port.name == name);
        let numbered = |port: &Port| name.strip_prefix(port.name)?.parse::<usize>().ok()?.checked_sub(1);
        let several = || {
            let mut all = self.ports.iter().enumerate().filter(|(_, port)| port.count != Count::One);
            all.find_map(|(index, port)| Some((index, numbered(port)?)))
        };
        one.map(|index| (index, 0)).or_else(several)
    }
}
