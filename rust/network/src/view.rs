//! The structure of a model, solvable or not, as tables and in words.

use std::collections::HashSet;
use std::sync::Arc;

use entropyk_components::RELATION;
use entropyk_components::declaration::Form;
use entropyk_core::few;

use crate::explain::Findings;
use crate::graph::{Fixed, Free, Graph, Link, Row, Structure, equation_name, variable_name};
use crate::inspect::Report;
use crate::layout::Layout;
use crate::object::Object;
use crate::plan::{Block, Plan};
use crate::table::{Table, TableBuilder};

/// Blocks told of in words.
const BLOCKS: usize = 12;
/// Names in a line.
const NAMES: usize = 6;
/// The structure of a model, solvable or not.
pub(crate) struct View<'a> {
    pub(crate) objects: &'a [Arc<Object>],
    pub(crate) layout: &'a Layout,
    pub(crate) free: &'a [Free],
    pub(crate) fixed: &'a [Fixed],
    pub(crate) links: &'a [Link],
    pub(crate) rows: &'a [Row],
    pub(crate) dropped: &'a [Row],
    /// (object, equation) of relations that follow from others.
    pub(crate) implied: Vec<(usize, usize)>,
    pub(crate) unknowns: &'a [usize],
    pub(crate) unknown_of: &'a [Option<usize>],
    /// (row, unknown) pairs of every block.
    pub(crate) blocks: Vec<Vec<(usize, usize)>>,
    /// Rows and unknowns that are not in a block: too many, or not determined.
    pub(crate) is_extra: Vec<bool>,
    pub(crate) is_open: Vec<bool>,
    pub(crate) findings: Findings,
    pub(crate) defaults: &'a [String],
}

/// Numbers beside the structure.
pub(crate) struct Numbers {
    /// Of every variable.
    pub(crate) values: Vec<f64>,
    /// Scaled, of every row.
    pub(crate) residuals: Vec<f64>,
    /// (iterations, residual) of every block.
    pub(crate) blocks: Vec<(f64, f64)>,
}

impl Numbers {
    pub(crate) fn none(structure: &Structure) -> Self {
        let variables = structure.unknown_of.len();
        Self { values: vec![f64::NAN; variables], residuals: vec![f64::NAN; structure.rows.len()], blocks: vec![] }
    }
}

impl<'a> View<'a> {
    pub(crate) fn of_plan(plan: &'a Plan) -> Self {
        let pairs = |block: &Block| block.rows.iter().copied().zip(block.unknowns.iter().copied()).collect();
        Self {
            objects: &plan.objects,
            layout: &plan.layout,
            free: &plan.free,
            fixed: &plan.fixed,
            links: &plan.links,
            rows: &plan.rows,
            dropped: &plan.dropped,
            implied: implied(&plan.graph(), &plan.links),
            unknowns: &plan.unknowns,
            unknown_of: &plan.unknown_of,
            blocks: plan.blocks.iter().map(pairs).collect(),
            is_extra: vec![false; plan.rows.len()],
            is_open: vec![false; plan.unknowns.len()],
            findings: Findings::default(),
            defaults: &plan.defaults,
        }
    }

    pub(crate) fn of_structure(graph: &'a Graph, structure: &'a Structure, defaults: &'a [String]) -> Self {
        let Structure { free, fixed, links, rows, dropped, unknowns, unknown_of, matching } = structure;
        let mut is_extra = vec![false; rows.len()];
        let extra = matching.superfluous();
        extra.iter().flat_map(|row| matching.rivals(*row)).for_each(|row| is_extra[row] = true);
        let mut is_open = vec![false; unknowns.len()];
        matching.alternatives(&matching.uncovered()).into_iter().flatten().for_each(|unknown| is_open[unknown] = true);
        let is_determined = |(row, unknown): &(usize, usize)| !is_extra[*row] && !is_open[*unknown];
        let blocks = matching.blocks().into_iter().filter(|block| block.iter().all(is_determined));
        Self {
            objects: &graph.objects,
            layout: &graph.layout,
            free,
            fixed,
            links,
            rows,
            dropped,
            implied: implied(graph, links),
            unknowns,
            unknown_of,
            blocks: blocks.filter(|block| !block.is_empty()).collect(),
            is_extra,
            is_open,
            findings: Findings::new(graph, structure),
            defaults,
        }
    }

    fn variable(&self, variable: usize) -> String {
        variable_name(self.objects, self.layout, variable, self.free)
    }

    fn row(&self, row: &Row) -> String {
        equation_name(self.objects, row.object, row.equation)
    }

    pub(crate) fn report(&self, numbers: &Numbers) -> Report {
        let findings = &self.findings;
        let missing = TableBuilder::default()
            .text("variable", findings.missing.iter().map(|missing| &missing.name))
            .text("instead", findings.missing.iter().map(|missing| missing.instead.join(", ")));
        let kinds = findings.rivals.iter().map(|_| "equation").chain(findings.given.iter().map(|_| "given value"));
        Report {
            text: self.text(),
            is_solvable: findings.is_empty(),
            defaults: self.defaults.to_vec(),
            variables: self.variables(numbers),
            equations: self.equations(numbers),
            incidence: self.incidence(),
            blocks: self.blocks(numbers),
            missing: missing.build(),
            superfluous: TableBuilder::default()
                .text("name", findings.rivals.iter().chain(&findings.given))
                .category("kind", kinds)
                .build(),
            helpful: TableBuilder::default().text("parameter", &findings.helpful).build(),
        }
    }

    /// The block of every row and of every unknown, NaN without one.
    fn places(&self) -> (Vec<f64>, Vec<f64>) {
        let (mut of_rows, mut of_unknowns) = (vec![f64::NAN; self.rows.len()], vec![f64::NAN; self.unknowns.len()]);
        for (number, block) in self.blocks.iter().enumerate() {
            for (row, unknown) in block {
                (of_rows[*row], of_unknowns[*unknown]) = (number as f64, number as f64);
            }
        }
        (of_rows, of_unknowns)
    }

    fn variables(&self, numbers: &Numbers) -> Table {
        let count = self.unknown_of.len();
        let link_of = by(count, self.links.iter().map(|link| (link.target, link)));
        let fixed_of = by(count, self.fixed.iter().map(|fixed| (fixed.variable, fixed)));
        let (_, blocks) = self.places();
        let unknown = |variable: usize| self.unknown_of[variable];
        let kind = |variable: usize| match (fixed_of[variable], link_of[variable], unknown(variable)) {
            (Some(_), _, _) => "given",
            (_, Some(_), _) => "follows",
            (_, _, Some(unknown)) if self.is_open[unknown] => "not determined",
            _ => "unknown",
        };
        let from = |variable: usize| link_of[variable].map_or(String::new(), |link| self.variable(link.source));
        let by = |variable: usize| {
            link_of[variable].map_or(String::new(), |link| equation_name(self.objects, link.object, link.equation))
        };
        let root = |variable: usize| unknown(variable).map_or(String::new(), |at| self.variable(self.unknowns[at]));
        let block = |variable: usize| unknown(variable).map_or(f64::NAN, |unknown| blocks[unknown]);
        TableBuilder::default()
            .text("variable", (0..count).map(|variable| self.variable(variable)))
            .category("kind", (0..count).map(kind))
            .text("follows_from", (0..count).map(from))
            .text("by", (0..count).map(by))
            .text("unknown", (0..count).map(root))
            .buffer("block", "", (0..count).map(block).collect())
            .buffer("value_SI", "", numbers.values.iter().copied().collect())
            .build()
    }

    fn equations(&self, numbers: &Numbers) -> Table {
        let (blocks, _) = self.places();
        let mut solved_for = vec![String::new(); self.rows.len()];
        for (row, unknown) in self.blocks.iter().flatten() {
            solved_for[*row] = self.variable(self.unknowns[*unknown]);
        }
        let links =
            self.links.iter().map(|link| (link.object, link.equation, "eliminated", self.variable(link.target)));
        let rows = self.rows.iter().zip(solved_for).enumerate().map(|(index, (row, unknown))| {
            let kind = if self.is_extra[index] { "too many" } else { "solved" };
            (row.object, row.equation, kind, unknown)
        });
        let dropped = self.dropped.iter().map(|row| (row.object, row.equation)).chain(self.implied.iter().copied());
        let dropped = dropped.map(|(object, equation)| (object, equation, "implied", String::new()));
        let all: Vec<(usize, usize, &str, String)> = rows.chain(links).chain(dropped).collect();
        let declared = |object: usize, equation: usize| &self.objects[object].declaration().equations[equation];
        let others = all.len() - self.rows.len();
        let padded = |values: &[f64]| values.iter().copied().chain(std::iter::repeat_n(f64::NAN, others)).collect();
        TableBuilder::default()
            .text("object", all.iter().map(|(object, ..)| self.objects[*object].label()))
            .text("equation", all.iter().map(|(object, equation, ..)| declared(*object, *equation).name))
            .text("formula", all.iter().map(|(object, equation, ..)| declared(*object, *equation).formula))
            .category("kind", all.iter().map(|(_, _, kind, _)| *kind))
            .text("gives", all.iter().map(|(_, _, _, unknown)| unknown))
            .buffer("block", "", padded(&blocks))
            .buffer("residual", "", padded(&numbers.residuals))
            .build()
    }

    fn incidence(&self) -> Table {
        let (blocks, _) = self.places();
        let pairs: Vec<(usize, usize)> = self
            .rows
            .iter()
            .enumerate()
            .flat_map(|(index, row)| row.variables.iter().map(move |variable| (index, *variable)))
            .collect();
        let root = |variable: usize| {
            self.unknown_of[variable].map_or(String::new(), |unknown| self.variable(self.unknowns[unknown]))
        };
        TableBuilder::default()
            .text("equation", pairs.iter().map(|(row, _)| self.row(&self.rows[*row])))
            .text("variable", pairs.iter().map(|(_, variable)| self.variable(*variable)))
            .text("unknown", pairs.iter().map(|(_, variable)| root(*variable)))
            .buffer("block", "", pairs.iter().map(|(row, _)| blocks[*row]).collect())
            .build()
    }

    fn blocks(&self, numbers: &Numbers) -> Table {
        let names = |block: &[(usize, usize)]| -> (String, String) {
            let rows: Vec<String> = block.iter().map(|(row, _)| self.row(&self.rows[*row])).collect();
            let unknowns = block.iter().map(|(_, unknown)| self.variable(self.unknowns[*unknown]));
            (unknowns.collect::<Vec<_>>().join(", "), rows.join("; "))
        };
        let names: Vec<(String, String)> = self.blocks.iter().map(|block| names(block)).collect();
        let of = |number: usize| numbers.blocks.get(number).copied().unwrap_or((f64::NAN, f64::NAN));
        let each = 0..self.blocks.len();
        TableBuilder::default()
            .buffer("block", "", each.clone().map(|number| number as f64).collect())
            .buffer("size", "", self.blocks.iter().map(|block| block.len() as f64).collect())
            .text("unknowns", names.iter().map(|(unknowns, _)| unknowns))
            .text("equations", names.iter().map(|(_, equations)| equations))
            .buffer("iterations", "", each.clone().map(|number| of(number).0).collect())
            .buffer("residual", "", each.map(|number| of(number).1).collect())
            .build()
    }

    fn text(&self) -> String {
        let is_relation = |object: &&Arc<Object>| object.declaration().class == RELATION;
        let relations = self.objects.iter().filter(is_relation).count();
        let edges = self.layout.edges();
        let components = self.objects.len() - edges - relations;
        let mut lines = vec![format!(
            "{components} components, {edges} connections, {} variables: {} given, {} follow from others by {} relations, {} to solve for",
            self.unknown_of.len(),
            self.fixed.len(),
            self.unknown_of.len() - self.fixed.len() - self.unknowns.len(),
            self.links.len(),
            self.unknowns.len()
        )];
        if !self.findings.is_empty() {
            lines.push(format!("not solvable: {}", self.findings.message()));
        }
        let largest = self.blocks.iter().map(Vec::len).max().unwrap_or(0);
        lines.push(format!("{} equations in {} blocks, of at most {largest}", self.rows.len(), self.blocks.len()));
        for (number, block) in self.blocks.iter().enumerate().take(BLOCKS) {
            let unknowns: Vec<String> =
                block.iter().map(|(_, unknown)| self.variable(self.unknowns[*unknown])).collect();
            let rows: Vec<String> = block.iter().map(|(row, _)| self.row(&self.rows[*row])).collect();
            lines.push(format!("  {number}: {} from {}", few(&unknowns, NAMES), few(&rows, NAMES / 2)));
        }
        if self.blocks.len() > BLOCKS {
            lines.push(format!("  and {} more", self.blocks.len() - BLOCKS));
        }
        lines.extend(self.defaults.iter().map(|line| format!("assumed: {line}")));
        lines.join("\n")
    }
}

/// Active relations that no link was made of.
fn implied(graph: &Graph, links: &[Link]) -> Vec<(usize, usize)> {
    let made: HashSet<(usize, usize)> = links.iter().map(|link| (link.object, link.equation)).collect();
    let is_relation = |object: usize, equation: usize| {
        matches!(graph.objects[object].declaration().equations[equation].form, Form::Affine { .. })
    };
    let active = |object: usize| graph.active(object).into_iter().map(move |equation| (object, equation));
    (0..graph.objects.len()).flat_map(active).filter(|at| is_relation(at.0, at.1) && !made.contains(at)).collect()
}

/// Items by number.
fn by<T: Copy>(count: usize, items: impl Iterator<Item = (usize, T)>) -> Vec<Option<T>> {
    let mut found = vec![None; count];
    for (number, item) in items {
        found[number] = Some(item);
    }
    found
}
