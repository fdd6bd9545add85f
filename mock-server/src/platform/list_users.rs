//! Filters and pages of `list_users` (contract, "List").

use super::accounts::{AccountId, Filter, List};
use super::{Platform, Refusal};
use account_api::reply::ListUsersReply;
use account_api::request::ListUsers;
use account_api::{Operation, User};

impl Platform {
    /// Returns one page of the accounts that match.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`].
    pub fn list_users(&self, caller: AccountId, request: &ListUsers) -> Result<ListUsersReply, Refusal> {
        let mut users = Vec::new();
        let PageInfo { next_offset, has_more } =
            self.for_each_listed_user(caller, request, |user| users.push(user.clone()))?;
        Ok(ListUsersReply { users, malformed_count: 0, next_offset, has_more })
    }

    /// Calls `each` with every user on one page of the accounts that match, reusing one [`User`].
    /// Returns what follows the page.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`].
    pub fn for_each_listed_user(
        &self,
        caller: AccountId,
        request: &ListUsers,
        mut each: impl FnMut(&User),
    ) -> Result<PageInfo, Refusal> {
        self.authorize(caller, Operation::ListUsers)?;
        let list = List {
            kind: request.user_type.unwrap_or_default(),
            include_inactive: request.include_disabled.unwrap_or_default(),
        };
        let offset = usize::try_from(request.offset.unwrap_or_default()).unwrap_or(usize::MAX);
        let size = request.page_size() as usize;
        // One more than the page, to find out whether there are more.
        let mut ids = self.accounts.page(list, &filter(request), offset, size + 1);
        let has_more = ids.len() > size;
        ids.truncate(size);
        let next_offset = has_more.then(|| (offset + ids.len()) as u64);
        let mut user = User::default();
        for id in ids {
            self.accounts.fill_user(id, &mut user);
            each(&user);
        }
        Ok(PageInfo { next_offset, has_more })
    }
}

/// What follows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageInfo {
    /// The offset of the next page; `None` on the last one.
    pub next_offset: Option<u64>,
    /// Whether there is a next page.
    pub has_more: bool,
}

fn filter(request: &ListUsers) -> Filter {
    if request.get_all.unwrap_or_default() {
        return Filter::default();
    }
    Filter::new(
        request.username_prefix.as_deref(),
        request.search_string.as_deref(),
        request.email_domain_pattern.as_deref(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::seed::tests::{id, small_platform};
    use super::*;
    use account_api::UserType;

    fn page(platform: &Platform, request: ListUsers) -> (Vec<String>, Option<u64>) {
        let ListUsersReply { users, next_offset, .. } = platform.list_users(id(platform, "member"), &request).unwrap();
        (users.into_iter().map(|user| user.username).collect(), next_offset)
    }

    fn names(platform: &Platform, request: ListUsers) -> Vec<String> {
        page(platform, request).0
    }

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn without_filters_all_active_users_match() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        platform.disable(admin, "second").unwrap();
        let active = ["admin", "both", "janedoe1", "manager", "member", "orgowner"];
        assert_eq!(names(&platform, ListUsers::default()), active);
        let everyone = ["admin", "both", "janedoe1", "manager", "member", "orgowner", "second"];
        assert_eq!(names(&platform, ListUsers { include_disabled: Some(true), ..ListUsers::default() }), everyone);
        let services = ListUsers { user_type: Some(UserType::ServiceAccount), ..ListUsers::default() };
        assert_eq!(names(&platform, services), ["bot"]);
    }

    #[test]
    fn filters_combine_and_ignore_case() {
        let platform = small_platform();
        let search = |search_string: &str| ListUsers { search_string: text(search_string), ..ListUsers::default() };
        assert_eq!(names(&platform, search("DOE")), ["janedoe1"]);
        assert_eq!(names(&platform, search("INITECH")), ["both", "janedoe1"]);
        assert_eq!(
            names(&platform, ListUsers { username_prefix: text("M"), ..ListUsers::default() }),
            ["manager", "member"]
        );
        let both = ListUsers { username_prefix: text("jane"), ..search("initech") };
        assert_eq!(names(&platform, both.clone()), ["janedoe1"]);
        assert_eq!(
            names(&platform, ListUsers { email_domain_pattern: text("globex.example"), ..both.clone() }).len(),
            0
        );
        assert_eq!(names(&platform, ListUsers { get_all: Some(true), ..both }).len(), 7);
        assert_eq!(names(&platform, search("")).len(), 7);
    }

    #[test]
    fn pages_are_consecutive_and_end() {
        let platform = small_platform();
        let request = |offset, limit| ListUsers { offset: Some(offset), limit: Some(limit), ..ListUsers::default() };
        assert_eq!(page(&platform, request(0, 3)), (vec!["admin".into(), "both".into(), "janedoe1".into()], Some(3)));
        assert_eq!(page(&platform, request(6, 3)), (vec!["second".into()], None));
        assert_eq!(page(&platform, request(4, 3)).1, None);
        assert_eq!(page(&platform, request(7, 3)), (vec![], None));
        assert_eq!(page(&platform, request(u64::MAX, 3)), (vec![], None));
        let filtered = ListUsers { search_string: text("m"), ..request(1, 1) };
        assert_eq!(page(&platform, filtered), (vec!["both".into()], Some(2)));
    }

    #[test]
    fn a_leading_at_in_a_domain_pattern_is_ignored() {
        let platform = small_platform();
        let request = ListUsers { email_domain_pattern: text("@INITECH.example"), ..ListUsers::default() };
        assert_eq!(names(&platform, request), ["both", "janedoe1"]);
    }
}
