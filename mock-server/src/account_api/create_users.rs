//! `POST /users`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Success;
use crate::body::RequestBody;
use crate::world::coverage::Branch;
use account_api::Operation;
use account_api::reply::CreateUsersReply;
use account_api::request::read_new_accounts;

/// Creates users or service accounts. Each element succeeds or fails on its own.
pub(super) async fn create_users(caller: Caller, body: RequestBody) -> Result<Success<CreateUsersReply>, Failure> {
    caller.authorize(Operation::CreateUsers)?;
    let elements = read_new_accounts(&body.bytes()?)?;
    let created = caller.write(|platform, caller_id| platform.create_users(caller_id, elements))?;
    let branch = if created.failed.is_empty() { Branch::Ok } else { Branch::PartiallyCreated };
    Ok(Success::with_branch(created, branch))
}
