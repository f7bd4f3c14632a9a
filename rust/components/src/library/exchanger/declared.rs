//! Ports, parameters and equations that all exchangers of two streams declare.

use entropyk_core::Quantity;

use super::{COLD, Exchanger, HOT, IN, MODELS, Model, OUT};
use crate::characteristic::Expression;
use crate::declaration::{
    Activation, Declaration, Default, Equation, Form, Need, Parameter, Port, Stage, Term, Type, Variable,
};
use crate::declare::{
    at as variables, equation, fluid_in, fluid_out, heat_flow, mass_balance, number, pressure_change, states, stream,
};

pub(in crate::library) const Q: usize = 0;
pub(in crate::library) const UA: usize = 1;
pub(in crate::library) const LMTD: usize = 2;
pub(in crate::library) const TTD_U: usize = 3;
pub(in crate::library) const TTD_L: usize = 4;
pub(in crate::library) const PR: [usize; 2] = [5, 6];
pub(in crate::library) const DP: [usize; 2] = [7, 8];
pub(in crate::library) const ZETA: [usize; 2] = [9, 10];
/// Characteristic lines of the hot and of the cold side.
pub(in crate::library) const UA_CHARS: [usize; 2] = [11, 12];
pub(in crate::library) const UA_CHAR: usize = 13;
pub(in crate::library) const TTD_MIN: usize = 14;
/// Effectiveness of the hot and of the cold side.
pub(in crate::library) const EFF: [usize; 2] = [15, 16];
pub(in crate::library) const EFF_MAX: usize = 17;
pub(in crate::library) const PINCH: usize = 18;
/// Index of the first parameter that a class adds.
pub(in crate::library) const BASE: usize = 19;

pub(super) const EQ_ENERGY: usize = 6;
pub(super) const EQ_Q: usize = 7;
pub(super) const EQ_UA: usize = 8;
pub(super) const EQ_TTD_U: usize = 9;
pub(super) const EQ_TTD_L: usize = 10;
pub(super) const EQ_ZETA_HOT: usize = 11;
pub(super) const EQ_ZETA_COLD: usize = 12;
pub(super) const EQ_UA_CHAR: usize = 13;
pub(super) const EQ_TTD_MIN: usize = 14;
pub(super) const EQ_EFF_HOT: usize = 15;
pub(super) const EQ_EFF_COLD: usize = 16;
pub(super) const EQ_EFF_MAX: usize = 17;
pub(super) const EQ_PINCH: usize = 18;
pub(super) const EQ_BOUNDARY: usize = 19;
/// First of the equations of differences and effectivenesses against a boundary.
pub(super) const EQ_AGAINST: usize = 20;
/// The same against a stream.
pub(super) const DIFFERENCES: [usize; 6] = [EQ_TTD_U, EQ_TTD_L, EQ_TTD_MIN, EQ_EFF_HOT, EQ_EFF_COLD, EQ_EFF_MAX];
/// Index of the first equation that a class adds.
pub(in crate::library) const BASE_EQUATIONS: usize = EQ_AGAINST + DIFFERENCES.len();

/// A temperature difference that is positive at a solution.
pub(in crate::library) fn end(name: &'static str, meaning: &'static str) -> Parameter {
    number(name, Quantity::TemperatureDifference, meaning).within(0.0, 1e12)
}

/// A conductance.
pub(in crate::library) fn conductance_of(name: &'static str, meaning: &'static str) -> Parameter {
    number(name, Quantity::HeatTransferCoefficient, meaning)
}

impl Exchanger {
    /// What the class is declared to be, with the parameters, equations and defaults that it adds.
    pub(in crate::library) fn declaration(
        &self,
        class: &'static str,
        [summary, details]: [&'static str; 2],
        parameters: Vec<Parameter>,
        equations: Vec<Equation>,
        defaults: Vec<Default>,
    ) -> Declaration {
        let mut all = self.base_parameters();
        all.extend(parameters);
        let mut both = self.base_equations();
        both.extend(equations);
        Declaration {
            class,
            summary,
            details,
            ports: self.ports(),
            main: Some((OUT[self.main], IN[self.main])),
            passes: vec![(IN[HOT], OUT[HOT]), (IN[COLD], OUT[COLD])],
            parameters: all,
            equations: both,
            defaults,
        }
    }

    fn ports(&self) -> Vec<Port> {
        let mut ports = vec![fluid_in("in1"), fluid_in("in2"), fluid_out("out1"), fluid_out("out2")];
        if self.boundary.is_some() {
            for port in [IN[self.other()], OUT[self.other()]] {
                ports[port].need = Need::Optional;
            }
        }
        ports
    }

    fn base_parameters(&self) -> Vec<Parameter> {
        let ratio = |name, meaning| number(name, Quantity::Ratio, meaning).within(1e-4, 1.0);
        let drop = |name, meaning| number(name, Quantity::PressureDifference, meaning).within(0.0, 1e15);
        let friction =
            |name, aliases, meaning| number(name, Quantity::Dimensionless, meaning).aliases(aliases).within(0.0, 1e15);
        let line = |name, aliases, meaning| {
            number(name, Quantity::Dimensionless, meaning).aliases(aliases).of_kind(Type::Line(Expression::M))
        };
        let effectiveness = |name, meaning| number(name, Quantity::Efficiency, meaning).within(0.0, 1.0);
        let heat = match self.main {
            HOT => number("Q", Quantity::Heat, "heat transferred to the hot side, m1 (h_out1 − h_in1), negative")
                .within(-1e12, 0.0),
            _ => number("Q", Quantity::Heat, "heat transferred to the cold side, m2 (h_out2 − h_in2), positive")
                .within(0.0, 1e12),
        };
        let [upper, lower] = match self.is_parallel {
            true => ["temperature difference at the outlets", "temperature difference at the inlets"],
            false if self.from_dew_point => [
                "temperature difference of the dew point at the hot inlet and the cold outlet",
                "temperature difference of hot outlet and cold inlet",
            ],
            false => [
                "temperature difference of hot inlet and cold outlet",
                "temperature difference of hot outlet and cold inlet",
            ],
        };
        let mut all = vec![
            heat,
            conductance_of("UA", "conductance").aliases(&["kA", "ua"]).positive(),
            end("lmtd", "mean temperature difference, |Q|/UA").aliases(&["td_log"]).result(),
            end("ttd_u", upper),
            end("ttd_l", lower),
            ratio("pr1", "outlet to inlet pressure ratio of the hot side"),
            ratio("pr2", "outlet to inlet pressure ratio of the cold side"),
            drop("dp1", "pressure drop of the hot side"),
            drop("dp2", "pressure drop of the cold side"),
            friction("zeta1_d4", &["zeta1"], "friction coefficient of the hot side over D⁴, 1/m⁴"),
            friction("zeta2_d4", &["zeta2"], "friction coefficient of the cold side over D⁴, 1/m⁴"),
            line("UA_char1", &["kA_char1"], "factor of the hot side on the conductance off the design point"),
            line("UA_char2", &["kA_char2"], "factor of the cold side on the conductance off the design point"),
            number(
                "UA_char",
                Quantity::Dimensionless,
                "whether UA follows from its design value by UA_char1 and UA_char2",
            )
            .aliases(&["kA_char"])
            .of_kind(Type::Flag),
        ];
        if !self.is_parallel {
            all.extend([
                end("ttd_min", "smaller one of ttd_u and ttd_l"),
                effectiveness("eff_hot", "heat over the one that would cool the hot side to the cold inlet"),
                effectiveness("eff_cold", "heat over the one that would warm the cold side to the hot inlet"),
                effectiveness("eff_max", "greater one of eff_hot and eff_cold"),
                end("pinch", "smallest temperature difference, inside the exchanger too").aliases(&["td_pinch"]),
            ]);
        }
        all
    }

    fn base_equations(&self) -> Vec<Equation> {
        let given = |name, formula, parameter, form| equation(name, formula, Activation::Given(parameter), form);
        let [mass1, mass2] = [HOT, COLD].map(|side| self.where_connected(mass_balance(IN[side], OUT[side]), side));
        let [[pr1, dp1], [pr2, dp2]] = [HOT, COLD].map(|side| {
            pressure_change(IN[side], OUT[side], PR[side], DP[side]).map(|change| self.where_connected(change, side))
        });
        let balance = [heat_flow(IN[HOT], OUT[HOT], &[]), heat_flow(IN[COLD], OUT[COLD], &[])].concat();
        let energy = equation(
            "energy balance",
            "m1 (h_out1 − h_in1) + m2 (h_out2 − h_in2) = 0",
            Activation::Always,
            Form::General(balance),
        );
        let heat_formula = if self.main == HOT { "m1 (h_out1 − h_in1) = Q" } else { "m2 (h_out2 − h_in2) = Q" };
        let heat = heat_flow(IN[self.main], OUT[self.main], &[Q]);
        let [upper, lower] = match self.is_parallel {
            true => ["T_out1 − T_out2 = ttd_u", "T_in1 − T_in2 = ttd_l"],
            false if self.from_dew_point => ["T_dew(p_in1) − T_out2 = ttd_u", "T_out1 − T_in2 = ttd_l"],
            false => ["T_in1 − T_out2 = ttd_u", "T_out1 − T_in2 = ttd_l"],
        };
        let ua = match (self.model, self.usual) {
            (None, Model::Zones) => "Σ UAⱼ = UA, Qⱼ = UAⱼ ΔT_log,j",
            (None, Model::Lmtd) => "|Q| = UA ΔT_log",
            (None, Model::Ntu) => "|Q| = ε(NTU, C_r) C_min (T_in1 − T_in2), NTU = UA/C_min",
            _ => {
                "lmtd: |Q| = UA ΔT_log; zones: Σ UAⱼ = UA, Qⱼ = UAⱼ ΔT_log,j; ntu: |Q| = ε(NTU, C_r) C_min (T_in1 − T_in2)"
            }
        };
        let zeta = |side: usize| {
            let formula = "p_in − p_out = zeta_d4 8 m|m| v/π²";
            let form = Form::General(stream(IN[side], OUT[side], &[ZETA[side]]));
            self.where_connected(given(["zeta1_d4", "zeta2_d4"][side], formula, ZETA[side], form), side)
        };
        let mut all = vec![
            mass1,
            mass2,
            Equation { name: "pr1", ..pr1 },
            Equation { name: "dp1", ..dp1 },
            Equation { name: "pr2", ..pr2 },
            Equation { name: "dp2", ..dp2 },
            self.where_connected(energy, self.other()),
            given("Q", heat_formula, Q, Form::General(heat)),
            given("UA", ua, UA, self.all(&[UA])),
            given("ttd_u", upper, TTD_U, self.upper()),
            given("ttd_l", lower, TTD_L, self.lower()),
            zeta(HOT),
            zeta(COLD),
            equation("UA_char", "UA = UA_design 2/(1/C₁ + 1/C₂)", Activation::Flag(UA_CHAR, true), self.all(&[])),
        ];
        if !self.is_parallel {
            let ends = [IN[HOT], OUT[HOT], IN[COLD], OUT[COLD]];
            let between = |parameter: usize| Form::General(states(&ends, &[parameter]));
            all.extend([
                given("ttd_min", "min(ttd_u, ttd_l) = ttd_min", TTD_MIN, between(TTD_MIN)),
                given(
                    "eff_hot",
                    "h_out1 − h_in1 = eff_hot (h(p_out1, T_in2) − h_in1)",
                    EFF[HOT],
                    Form::General(states(&[IN[HOT], OUT[HOT], IN[COLD]], &[EFF[HOT]])),
                ),
                given(
                    "eff_cold",
                    "h_out2 − h_in2 = eff_cold (h(p_out2, T_in1) − h_in2)",
                    EFF[COLD],
                    Form::General(states(&[IN[COLD], OUT[COLD], IN[HOT]], &[EFF[COLD]])),
                ),
                given("eff_max", "max(eff_hot, eff_cold) = eff_max", EFF_MAX, between(EFF_MAX)),
                given("pinch", "min ΔT at the ends of all zones = pinch", PINCH, self.all(&[PINCH])),
                self.boundary_balance(),
            ]);
            let parameters = [TTD_U, TTD_L, TTD_MIN, EFF[HOT], EFF[COLD], EFF_MAX];
            for (number, parameter) in DIFFERENCES.into_iter().zip(parameters) {
                let between = all[number].clone();
                // Against a boundary, whose outlet temperature follows from the heat, it depends on the whole stream.
                all.push(self.against_boundary(Equation { form: self.all(&[parameter]), ..between.clone() }));
                all[number] = self.where_connected(between, self.other());
            }
        }
        all
    }

    /// `ttd_u` between two streams.
    fn upper(&self) -> Form {
        let cold = states(&[OUT[COLD]], &[TTD_U]);
        Form::General(match (self.is_parallel, self.from_dew_point) {
            (true, _) => states(&[OUT[HOT], OUT[COLD]], &[TTD_U]),
            (false, true) => variables(IN[HOT], &[Variable::P]).chain(cold).collect(),
            (false, false) => states(&[IN[HOT], OUT[COLD]], &[TTD_U]),
        })
    }

    /// `ttd_l` between two streams.
    fn lower(&self) -> Form {
        let hot = if self.is_parallel { IN[HOT] } else { OUT[HOT] };
        Form::General(states(&[hot, IN[COLD]], &[TTD_L]))
    }

    /// An equation that holds where a boundary takes the place of a stream.
    fn against_boundary(&self, equation: Equation) -> Equation {
        let is_open = Activation::Not(Box::new(Activation::Connected(IN[self.other()])));
        let active = match self.boundary {
            Some(_) => Activation::All(vec![equation.active, is_open]),
            None => Activation::Never,
        };
        Equation { active, ..equation }
    }

    /// An equation that holds where a stream passes a side.
    fn where_connected(&self, equation: Equation, side: usize) -> Equation {
        if self.boundary.is_none() || side == self.main {
            return equation;
        }
        let connected = Activation::Connected(IN[side]);
        let active = match equation.active {
            Activation::Always => connected,
            other => Activation::All(vec![other, connected]),
        };
        Equation { active, ..equation }
    }

    /// The heat that a boundary takes with a capacity rate and an outlet temperature that are both given.
    fn boundary_balance(&self) -> Equation {
        let formula = "|Q| = C |T_out − T_in| of the boundary";
        let Some(boundary) = self.boundary else {
            return equation("boundary", formula, Activation::Never, Form::General(vec![]));
        };
        let parameters = [boundary.t, boundary.rate, boundary.t_out];
        let active = Activation::All(
            [Activation::Not(Box::new(Activation::Connected(IN[self.other()])))]
                .into_iter()
                .chain([boundary.rate, boundary.t_out].map(Activation::Given))
                .collect(),
        );
        equation("boundary", formula, active, Form::General(heat_flow(IN[self.main], OUT[self.main], &parameters)))
    }

    /// m, p and h of both streams, the temperatures of a boundary, and these parameters.
    pub(in crate::library) fn all(&self, parameters: &[usize]) -> Form {
        let boundary = self.boundary.map_or(vec![], |boundary| vec![boundary.t, boundary.rate, boundary.t_out]);
        let flows = IN.into_iter().flat_map(|port| variables(port, &[Variable::M]));
        let ends = states(&[IN[HOT], IN[COLD], OUT[HOT], OUT[COLD]], parameters);
        Form::General(flows.chain(ends).chain(boundary.into_iter().map(Term::Parameter)).collect())
    }

    /// Parameters of the boundary that takes the place of a stream.
    pub(in crate::library) fn boundary_parameters(
        [t, rate, t_out]: [&'static str; 3],
        [inlet, outlet]: [&'static str; 2],
    ) -> Vec<Parameter> {
        vec![
            number(t, Quantity::Temperature, inlet).strictly(0.0, f64::INFINITY),
            conductance_of(rate, "capacity rate m cp of the boundary stream; infinite: constant temperature")
                .or_infinite()
                .positive(),
            number(t_out, Quantity::Temperature, outlet).strictly(0.0, f64::INFINITY),
        ]
    }

    /// What a system may assume: no pressure drop, and a boundary of constant temperature where nothing is connected.
    pub(in crate::library) fn usual_defaults(&self, t_boundary: f64) -> Vec<Default> {
        let drop = |side: usize, when| Default { parameter: DP[side], value: 0.0, stage: Stage::PressureDrop, when };
        let Some(boundary) = self.boundary else {
            return vec![drop(HOT, Activation::Always), drop(COLD, Activation::Always)];
        };
        let connected = Activation::Connected(IN[self.other()]);
        let open = Activation::Not(Box::new(connected.clone()));
        let warms = Activation::Not(Box::new(Activation::Given(boundary.t_out)));
        let rate = Default {
            parameter: boundary.rate,
            value: f64::INFINITY,
            stage: Stage::CapacityRate,
            when: Activation::All(vec![open.clone(), warms]),
        };
        let t = Default { parameter: boundary.t, value: t_boundary, stage: Stage::BoundaryTemperature, when: open };
        vec![drop(self.main, Activation::Always), drop(self.other(), connected), rate, t]
    }
}

/// The choice of the equation of `UA`.
pub(in crate::library) fn model() -> Parameter {
    number("model", Quantity::Dimensionless, "equation of UA; \"lmtd\" unless given, \"zones\" against a boundary")
        .of_kind(Type::Choice(MODELS))
}
