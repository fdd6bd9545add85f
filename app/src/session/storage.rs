//! The session in this tab's session storage: it survives a reload, is shared with no other tab,
//! and is gone with the tab.

use crate::browser::storage::StorageArea;
use account_api::Secret;
use serde::{Deserialize, Serialize};

const KEY: &str = "account-admin.session";

/// What is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredSession {
    pub(super) username: String,
    pub(super) token: Secret,
    pub(super) is_site_admin: bool,
}

pub(super) fn load() -> Option<StoredSession> {
    StorageArea::Session.get(KEY)
}

pub(super) fn save(session: &StoredSession) {
    StorageArea::Session.set(KEY, session);
}

pub(super) fn update_site_admin(is_site_admin: bool) {
    if let Some(session) = load() {
        save(&StoredSession { is_site_admin, ..session });
    }
}

pub(super) fn clear() {
    StorageArea::Session.remove(KEY);
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_session_survives_in_the_tab_until_it_is_cleared() {
        clear();
        assert_eq!(load(), None);
        let session = StoredSession { username: "Ünal".into(), token: Secret::new("t0ken"), is_site_admin: false };
        save(&session);
        assert_eq!(load(), Some(session.clone()));
        update_site_admin(true);
        assert_eq!(load(), Some(StoredSession { is_site_admin: true, ..session }));
        clear();
        assert_eq!(load(), None);
    }

    #[wasm_bindgen_test]
    fn a_value_of_another_shape_is_no_session() {
        StorageArea::Session.set_text(KEY, "{\"username\": 1}");
        assert_eq!(load(), None);
        clear();
    }

    #[wasm_bindgen_test]
    fn nothing_is_written_where_other_tabs_could_read_it() {
        save(&StoredSession { username: "a".into(), token: Secret::new("t0ken"), is_site_admin: false });
        assert_eq!(StorageArea::Local.get_text(KEY), None);
        clear();
    }
}
