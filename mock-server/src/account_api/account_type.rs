//! `GET /{account_name}/type`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Answer;
use super::extract::Name;
use crate::body::RequestBody;
use account_api::Operation;
use account_api::reply::AccountTypeReply;

/// Tells whether an account name exists, and whether it is a user or an organization.
pub(super) async fn account_type(
    caller: Caller,
    name: Name,
    body: RequestBody,
) -> Result<Answer<AccountTypeReply>, Failure> {
    caller.authorize(Operation::AccountType)?;
    body.bytes()?;
    let account_type = caller.read(|world, _| world.account_type(&name.0))?;
    Ok(Answer::of(AccountTypeReply { account_type }))
}
