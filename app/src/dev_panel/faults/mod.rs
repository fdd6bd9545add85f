//! The Faults tab: scenarios, faults and gates.

mod catalog;
mod effect_table;
mod effects;
mod fault_form;
mod fault_list;
mod gates;
mod labels;
mod new_fault;
mod scenarios;
mod tab;

pub use labels::describe_effect;
pub use tab::FaultsTab;
