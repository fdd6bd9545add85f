//! Lists of a variant that sorts or searches differently. Slow: each page reads the whole list.

use crate::platform::{AccountId, PageInfo, Platform, Refusal};
use crate::variant::{DomainWildcard, ListOrder, SearchCase, Variant};
use account_api::User;
use account_api::limits::MAX_PAGE;
use account_api::request::ListUsers;

/// Whether the variant sorts and searches as the contract assumes.
pub(super) fn is_as_assumed(variant: &Variant) -> bool {
    variant.list_order == ListOrder::Username
        && variant.search_case == SearchCase::Insensitive
        && variant.domain_wildcard == DomainWildcard::Supported
}

/// Calls `each` with every user on one page, and returns what follows it.
pub(super) fn for_each_listed_user(
    variant: &Variant,
    platform: &Platform,
    caller: AccountId,
    request: &ListUsers,
    mut each: impl FnMut(&User),
) -> Result<PageInfo, Refusal> {
    let mut users: Vec<User> = Vec::new();
    let mut rest = Some(0);
    while let Some(offset) = rest {
        let page = ListUsers { offset: Some(offset), limit: Some(MAX_PAGE), ..request.clone() };
        rest = platform.for_each_listed_user(caller, &page, |user| users.push(user.clone()))?.next_offset;
    }
    if request.get_all != Some(true) {
        users.retain(|user| matches(variant, request, user));
    }
    match variant.list_order {
        ListOrder::Username => {}
        ListOrder::CaseSensitive => users.sort_by(|left, right| left.username.cmp(&right.username)),
        ListOrder::RegisteredOn => users.sort_by_key(|user| user.registered_on),
    }
    let start = usize::try_from(request.offset.unwrap_or_default()).unwrap_or(usize::MAX).min(users.len());
    let end = start.saturating_add(request.page_size() as usize).min(users.len());
    users[start..end].iter().for_each(&mut each);
    let has_more = end < users.len();
    Ok(PageInfo { next_offset: has_more.then_some(end as u64), has_more })
}

/// Whether a user matches the filters of the variant too, which are stricter than the platform's.
fn matches(variant: &Variant, request: &ListUsers, user: &User) -> bool {
    if variant.search_case == SearchCase::Sensitive {
        let prefix = request.username_prefix.as_deref().unwrap_or_default();
        let part = request.search_string.as_deref().unwrap_or_default();
        if !user.username.starts_with(prefix) || !(user.username.contains(part) || user.email.contains(part)) {
            return false;
        }
    }
    let pattern = request.email_domain_pattern.as_deref().unwrap_or_default();
    variant.domain_wildcard == DomainWildcard::Supported || !pattern.contains('*')
}
