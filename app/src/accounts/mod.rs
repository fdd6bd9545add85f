//! The replica of all accounts: loads them from the platform, keeps them current, and notifies
//! pages of changes.
//!
//! It lives in memory only, as long as a user is signed in: this is personal data.

mod account;
mod edit_distance;
mod fetch;
mod live_query;
mod lookup;
mod near_match;
mod registry;
mod replica;
mod search;
mod spelling;
mod status;
mod target;

pub use account::Account;
pub use fetch::{fetch_account, fetch_account_and_type};
pub use live_query::LiveQuery;
pub use lookup::{Resolution, resolve_all, resolve_ignoring_case};
pub use near_match::SAME_BUT_CASE;
pub use registry::{Replicas, use_replicas};
pub use replica::Replica;
pub use spelling::SpellingCorrector;
pub use status::{Status, is_old};
pub use target::{AccountFacts, LookupFailure, Target, common_type};
