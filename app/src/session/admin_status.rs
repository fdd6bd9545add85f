//! What responses reveal about the site admin permission and the number of site admins.

use super::state::SignInState;
use super::{Identity, Session, storage};
use crate::api::ApiError;
use account_api::AccountState;
use account_api::reply::AdminsReply;
use leptos::prelude::*;

impl Session {
    /// Learns from a response to `get_admins`, which only site admins may call.
    pub fn learn_from_admins(self, identity: &Identity, admins: &Result<AdminsReply, ApiError>) {
        match admins {
            Ok(admins) if self.is_current(identity) => {
                self.cache_admin_count(admins);
                self.learn_site_admin(identity, true);
            }
            Ok(_) => {}
            Err(ApiError::Reply(error)) if error.is_operation_error() => self.learn_site_admin(identity, false),
            Err(_) => {}
        }
    }

    pub(super) fn cache_admin_count(self, admins: &AdminsReply) {
        let count = admins.admins.iter().filter(|user| user.state() == AccountState::Active).count();
        self.listed_admin_count.set_value(Some(count));
    }

    /// The number of active site admins when the platform last listed them.
    #[must_use]
    pub fn listed_admin_count(self) -> Option<usize> {
        self.listed_admin_count.get_value()
    }

    /// Records whether the user is a site admin, as an operation has shown.
    pub fn learn_site_admin(self, identity: &Identity, is_site_admin: bool) {
        let is_news = self.state.with_untracked(
            |state| matches!(state, SignInState::SignedIn(current) if current.is_site_admin != is_site_admin),
        );
        if is_news && self.is_current(identity) {
            self.set_site_admin(is_site_admin);
            storage::update_site_admin(is_site_admin);
        }
    }

    pub(super) fn set_site_admin(self, is_site_admin: bool) {
        self.state.update(|state| {
            if let SignInState::SignedIn(identity) = state {
                identity.is_site_admin = is_site_admin;
            }
        });
    }
}
