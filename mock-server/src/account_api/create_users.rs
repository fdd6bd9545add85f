//! `POST /users`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Answer;
use crate::body::RequestBody;
use account_api::Operation;
use account_api::reply::Created;
use account_api::request::read_new_accounts;

/// Creates users or service accounts, each element judged alone.
pub(super) async fn create_users(caller: Caller, body: RequestBody) -> Result<Answer<Created>, Failure> {
    caller.wants(Operation::CreateUsers)?;
    let elements = read_new_accounts(&body.bytes()?)?;
    caller.write(|world, me| world.create(me, elements)).map(Answer)
}
