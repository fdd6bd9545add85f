//! `POST /{username}/reset_password`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Success;
use super::extract::Name;
use crate::body::RequestBody;
use account_api::reply::EmptyReply;
use account_api::request::NewPassword;

/// Sets the password of the caller or of another user, and revokes all tokens of that user.
pub(super) async fn reset_password(
    caller: Caller,
    name: Name,
    body: RequestBody,
) -> Result<Success<EmptyReply>, Failure> {
    let operation = caller.read(|platform, caller_id| Ok(platform.reset_operation(caller_id, &name.0)))?;
    caller.authorize(operation)?;
    let passwords = NewPassword::read(&body.bytes()?)?;
    caller.write(|platform, caller_id| platform.reset_password(caller_id, &name.0, passwords))?;
    Ok(Success::of(EmptyReply))
}
