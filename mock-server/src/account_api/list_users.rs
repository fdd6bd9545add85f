//! `POST /list_users`.

use super::Failure;
use super::caller::Caller;
use super::envelope::{SerializedJson, Success};
use super::page_writer::PageWriter;
use super::variant_list;
use crate::body::RequestBody;
use crate::platform::PageInfo;
use crate::variant::Variant;
use crate::world::coverage::Branch;
use account_api::Operation;
use account_api::request::ListUsers;
use axum::Extension;
use std::sync::Arc;

/// The initial size of the buffer. A page of 500 users takes about 100 kB; this fits a page of 20
/// without reallocation.
const BUFFER_BYTES: usize = 8 << 10;

/// Searches and pages through the accounts.
pub(super) async fn list_users(
    caller: Caller,
    variant: Option<Extension<Arc<Variant>>>,
    body: RequestBody,
) -> Result<Success<SerializedJson>, Failure> {
    caller.authorize(Operation::ListUsers)?;
    let request = ListUsers::read(&body.bytes()?)?;
    let mut writer = PageWriter::with_capacity(BUFFER_BYTES);
    let variant = variant.filter(|Extension(variant)| !variant_list::is_as_assumed(variant));
    let PageInfo { next_offset, has_more } = caller.read(|platform, caller_id| match &variant {
        None => platform.for_each_listed_user(caller_id, &request, |user| writer.push(user)),
        Some(Extension(variant)) => {
            variant_list::for_each_listed_user(variant, platform, caller_id, &request, |user| writer.push(user))
        }
    })?;
    let branch = if has_more { Branch::MorePages } else { Branch::Ok };
    Ok(Success::serialized(writer.finish(next_offset, has_more), branch))
}
