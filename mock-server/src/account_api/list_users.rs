//! `POST /list_users`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Answer;
use crate::body::RequestBody;
use crate::world::coverage::Branch;
use account_api::Operation;
use account_api::reply::Page;
use account_api::request::ListUsers;

/// Searches and pages through the accounts.
pub(super) async fn list_users(caller: Caller, body: RequestBody) -> Result<Answer<Page>, Failure> {
    caller.wants(Operation::ListUsers)?;
    let request = ListUsers::read(&body.bytes()?)?;
    let page = caller.read(|world, me| world.list(me, &request))?;
    let branch = if page.has_more { Branch::MorePages } else { Branch::Ok };
    Ok(Answer::but(page, branch))
}
