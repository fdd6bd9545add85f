//! `GET /{account_name}/type`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Success;
use super::extract::Name;
use crate::body::RequestBody;
use account_api::Operation;
use account_api::reply::AccountTypeReply;

/// Returns whether an account name belongs to a user or an organization.
pub(super) async fn account_type(
    caller: Caller,
    name: Name,
    body: RequestBody,
) -> Result<Success<AccountTypeReply>, Failure> {
    caller.authorize(Operation::AccountType)?;
    body.bytes()?;
    let account_type = caller.read(|platform, _| platform.account_type(&name.0))?;
    Ok(Success::of(AccountTypeReply { account_type }))
}
