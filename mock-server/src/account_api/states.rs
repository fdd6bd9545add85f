//! `POST /{username}/deactivate`, `/disable` and `/reactivate`. They take no body. One that is sent
//! is ignored, unless it is too large or incomplete.

use super::Failure;
use super::caller::Caller;
use super::envelope::Success;
use super::extract::Name;
use crate::body::RequestBody;
use account_api::Operation;
use account_api::reply::EmptyReply;

/// Blocks an account and permanently removes its memberships, access and permissions.
pub(super) async fn deactivate(caller: Caller, name: Name, body: RequestBody) -> Result<Success<EmptyReply>, Failure> {
    caller.authorize(Operation::Deactivate)?;
    body.bytes()?;
    caller.write(|platform, caller_id| platform.deactivate(caller_id, &name.0))?;
    Ok(Success::of(EmptyReply))
}

/// Blocks an account. It keeps everything else.
pub(super) async fn disable(caller: Caller, name: Name, body: RequestBody) -> Result<Success<EmptyReply>, Failure> {
    caller.authorize(Operation::Disable)?;
    body.bytes()?;
    caller.write(|platform, caller_id| platform.disable(caller_id, &name.0))?;
    Ok(Success::of(EmptyReply))
}

/// Reactivates a disabled or deactivated account.
pub(super) async fn reactivate(caller: Caller, name: Name, body: RequestBody) -> Result<Success<EmptyReply>, Failure> {
    caller.authorize(Operation::Reactivate)?;
    body.bytes()?;
    caller.write(|platform, caller_id| platform.reactivate(caller_id, &name.0))?;
    Ok(Success::of(EmptyReply))
}
