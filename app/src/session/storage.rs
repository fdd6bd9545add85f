//! The session in this tab's session storage: it survives a reload, is shared with no other tab, and is gone with it.

use account_api::Secret;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

const KEY: &str = "account-admin.session";

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) username: String,
    pub(super) token: Secret,
    pub(super) is_site_admin: bool,
}

/// `None` where the browser forbids storage; signing in then lasts until the next reload.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

pub(super) fn load() -> Option<Stored> {
    serde_json::from_str(&storage()?.get_item(KEY).ok()??).ok()
}

pub(super) fn save(stored: &Stored) {
    if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(stored)) {
        // A full or forbidden storage costs the reload, nothing else.
        let _ = storage.set_item(KEY, &json);
    }
}

pub(super) fn update_site_admin(is_site_admin: bool) {
    if let Some(stored) = load() {
        save(&Stored { is_site_admin, ..stored });
    }
}

pub(super) fn clear() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
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
        let stored = Stored { username: "Ünal".into(), token: Secret::new("t0ken"), is_site_admin: false };
        save(&stored);
        assert_eq!(load(), Some(stored.clone()));
        update_site_admin(true);
        assert_eq!(load(), Some(Stored { is_site_admin: true, ..stored }));
        clear();
        assert_eq!(load(), None);
    }

    #[wasm_bindgen_test]
    fn what_is_not_ours_is_no_session() {
        storage().unwrap().set_item(KEY, "{\"username\": 1}").unwrap();
        assert_eq!(load(), None);
        clear();
    }

    #[wasm_bindgen_test]
    fn nothing_is_written_where_other_tabs_could_read_it() {
        save(&Stored { username: "a".into(), token: Secret::new("t0ken"), is_site_admin: false });
        let shared = web_sys::window().unwrap().local_storage().unwrap().unwrap();
        assert_eq!(shared.get_item(KEY).unwrap(), None);
        clear();
    }
}
