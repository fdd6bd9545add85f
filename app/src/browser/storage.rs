//! Browser storage: typed values in local and session storage. A browser that forbids storage, or
//! has no room left, loses the value and nothing else.
//!
//! All pages of an origin share its storage. Two consoles at different paths of one host may belong
//! to different platforms, so each has keys of its own: the token of one must not reach the other.

#[cfg(target_arch = "wasm32")]
use super::base_path;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A storage area of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StorageArea {
    /// Shared by all tabs and kept for the next visit. Holds how things look, and nothing about
    /// people.
    Local,
    /// Private to one tab: survives a reload and is gone with the tab.
    Session,
}

impl StorageArea {
    /// The text under a key.
    #[must_use]
    pub fn get_text(self, key: &str) -> Option<String> {
        self.get_item(key)
    }

    /// Sets the text under a key.
    pub fn set_text(self, key: &str, text: &str) {
        self.set_item(key, text);
    }

    /// The value under a key. `None` if it does not deserialize to this type.
    #[must_use]
    pub fn get<T: DeserializeOwned>(self, key: &str) -> Option<T> {
        serde_json::from_str(&self.get_item(key)?).ok()
    }

    /// Sets the value under a key, as JSON.
    pub fn set<T: Serialize>(self, key: &str, value: &T) {
        if let Ok(json) = serde_json::to_string(value) {
            self.set_item(key, &json);
        }
    }
}

/// The key of an app that is installed at a path. At the root of a host it is the key itself.
#[cfg(any(test, target_arch = "wasm32"))]
fn scoped(key: &str, base_path: &str) -> String {
    if base_path.is_empty() { key.to_owned() } else { format!("{key}@{base_path}/") }
}

#[cfg(target_arch = "wasm32")]
impl StorageArea {
    /// `None` if the browser forbids storage.
    fn storage(self) -> Option<web_sys::Storage> {
        let window = web_sys::window()?;
        match self {
            Self::Local => window.local_storage(),
            Self::Session => window.session_storage(),
        }
        .ok()?
    }

    fn get_item(self, key: &str) -> Option<String> {
        self.storage()?.get_item(&scoped(key, &base_path())).ok()?
    }

    fn set_item(self, key: &str, text: &str) {
        if let Some(storage) = self.storage() {
            let _ = storage.set_item(&scoped(key, &base_path()), text);
        }
    }

    /// Removes a key.
    pub fn remove(self, key: &str) {
        if let Some(storage) = self.storage() {
            let _ = storage.remove_item(&scoped(key, &base_path()));
        }
    }
}

/// The storage of native unit tests: one per thread, and so one per test.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::StorageArea;
    use core::cell::RefCell;
    use std::collections::HashMap;

    thread_local!(static ITEMS: RefCell<HashMap<(StorageArea, String), String>> = RefCell::default());

    impl StorageArea {
        pub(super) fn get_item(self, key: &str) -> Option<String> {
            ITEMS.with_borrow(|items| items.get(&(self, key.to_owned())).cloned())
        }

        pub(super) fn set_item(self, key: &str, text: &str) {
            ITEMS.with_borrow_mut(|items| items.insert((self, key.to_owned()), text.to_owned()));
        }

        /// Removes a key.
        pub fn remove(self, key: &str) {
            ITEMS.with_borrow_mut(|items| items.remove(&(self, key.to_owned())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::scoped;

    #[test]
    fn consoles_at_different_paths_have_different_keys() {
        assert_eq!(scoped("account-admin.session", ""), "account-admin.session");
        assert_eq!(scoped("account-admin.session", "/a/b"), "account-admin.session@/a/b/");
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod browser_tests {
    use super::StorageArea;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_value_of_another_type_is_ignored() {
        StorageArea::Session.set_text("test.storage", "{\"a\": 1}");
        assert_eq!(StorageArea::Session.get::<Vec<u8>>("test.storage"), None);
        StorageArea::Session.set("test.storage", &[1_u8, 2]);
        assert_eq!(StorageArea::Session.get::<Vec<u8>>("test.storage"), Some(vec![1, 2]));
        assert_eq!(StorageArea::Local.get_text("test.storage"), None);
        StorageArea::Session.remove("test.storage");
        assert_eq!(StorageArea::Session.get_text("test.storage"), None);
    }
}
