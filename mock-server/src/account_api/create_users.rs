//! `POST /users`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Answer;
use crate::body::RequestBody;
use crate::world::coverage::Branch;
use account_api::Operation;
use account_api::reply::CreateUsersReply;
use account_api::request::read_new_accounts;

/// Creates users or service accounts, each element judged alone.
pub(super) async fn create_users(caller: Caller, body: RequestBody) -> Result<Answer<CreateUsersReply>, Failure> {
    caller.authorize(Operation::CreateUsers)?;
    let elements = read_new_accounts(&body.bytes()?)?;
    let created = caller.write(|world, me| world.create_users(me, elements))?;
    let branch = if created.failed.is_empty() { Branch::Ok } else { Branch::SomeNotCreated };
    Ok(Answer::but(created, branch))
}
