//! Actions on accounts, from any page: the registry of what can be done, the dialogs, running an
//! action with feedback, and the job tray.

mod account_command;
mod account_menu;
mod activity_continue;
mod activity_csv;
mod activity_labels;
mod activity_undo;
mod apply_change;
mod confirm;
mod confirmation_text;
mod denied_dialog;
mod dialog_host;
mod dialogs;
mod discard_passwords_prompt;
mod job;
mod last_admin_warning;
mod own_password_dialog;
mod password_form;
mod plan;
mod reset_password_dialog;
mod reversal;
mod save_csv;
mod session_ended_banner;
mod sign_out;
mod sign_out_warnings;
mod switch_prompt;
mod switch_prompt_request;
mod targets;
mod tray;
mod tray_focus;

pub use account_command::{AccountCommand, BulkPlacement};
pub use account_menu::{account_menu_items, command_menu_item};
pub use activity_continue::ContinueJob;
pub use activity_csv::{save_activity_csv, save_activity_log};
pub use activity_labels::{NameList, action_text, action_words, outcome_text, targets_text};
pub use activity_undo::UndoActivity;
pub use apply_change::ActionRunner;
pub use dialog_host::DialogHost;
pub use dialogs::{Dialogs, use_dialogs};
pub use reversal::{LastChanges, Reversal};
pub use save_csv::{notify_not_saved, save_csv_or_notify};
pub use session_ended_banner::SessionEndedBanner;
pub use sign_out_warnings::{UnsavedWorkWarnings, unsaved_work};
pub use switch_prompt_request::SwitchPromptRequest;
pub use targets::{pluralize_accounts, targets_from_rows};
pub use tray::{JobAnnouncement, JobTray};
