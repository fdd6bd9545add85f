//! `POST /list_users`.

use super::Failure;
use super::caller::Caller;
use super::envelope::{Answer, Written};
use super::page_writer::PageWriter;
use crate::body::RequestBody;
use crate::platform::PageInfo;
use crate::world::coverage::Branch;
use account_api::Operation;
use account_api::request::ListUsers;

/// A page of 500 users takes 100 kB: room for one of 20, so that most are written without being moved.
const ROOM: usize = 8 << 10;

/// Searches and pages through the accounts.
pub(super) async fn list_users(caller: Caller, body: RequestBody) -> Result<Answer<Written>, Failure> {
    caller.authorize(Operation::ListUsers)?;
    let request = ListUsers::read(&body.bytes()?)?;
    let mut writer = PageWriter::with_capacity(ROOM);
    let PageInfo { next_offset, has_more } =
        caller.read(|world, me| world.for_each_listed_user(me, &request, |user| writer.push(user)))?;
    let branch = if has_more { Branch::MorePages } else { Branch::Ok };
    Ok(Answer::written(writer.finish(next_offset, has_more), branch))
}
