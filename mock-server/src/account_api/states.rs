//! `POST /{username}/deactivate`, `/disable` and `/reactivate`. They take no body; one that comes is
//! ignored, unless it is too large or cut off.

use super::Failure;
use super::caller::Caller;
use super::envelope::Answer;
use super::extract::Name;
use crate::body::RequestBody;
use account_api::Operation;
use account_api::reply::EmptyReply;

/// Blocks an account and takes its memberships, access and rights for good.
pub(super) async fn deactivate(caller: Caller, name: Name, body: RequestBody) -> Result<Answer<EmptyReply>, Failure> {
    caller.authorize(Operation::Deactivate)?;
    body.bytes()?;
    caller.write(|world, me| world.deactivate(me, &name.0))?;
    Ok(Answer::of(EmptyReply))
}

/// Blocks an account, which keeps everything.
pub(super) async fn disable(caller: Caller, name: Name, body: RequestBody) -> Result<Answer<EmptyReply>, Failure> {
    caller.authorize(Operation::Disable)?;
    body.bytes()?;
    caller.write(|world, me| world.disable(me, &name.0))?;
    Ok(Answer::of(EmptyReply))
}

/// Brings a disabled or deactivated account back.
pub(super) async fn reactivate(caller: Caller, name: Name, body: RequestBody) -> Result<Answer<EmptyReply>, Failure> {
    caller.authorize(Operation::Reactivate)?;
    body.bytes()?;
    caller.write(|world, me| world.reactivate(me, &name.0))?;
    Ok(Answer::of(EmptyReply))
}
