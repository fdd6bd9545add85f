//! `POST /{username}/reset_password`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Answer;
use super::extract::Name;
use crate::body::RequestBody;
use account_api::reply::EmptyReply;
use account_api::request::NewPassword;

/// Sets one's own password, or another's. Afterwards every token of that user is revoked.
pub(super) async fn reset_password(
    caller: Caller,
    name: Name,
    body: RequestBody,
) -> Result<Answer<EmptyReply>, Failure> {
    caller.authorize(caller.read(|world, me| Ok(world.reset_operation(me, &name.0)))?)?;
    let passwords = NewPassword::read(&body.bytes()?)?;
    caller.write(|world, me| world.reset_password(me, &name.0, passwords))?;
    Ok(Answer::of(EmptyReply))
}
