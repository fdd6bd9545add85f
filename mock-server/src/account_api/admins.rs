//! `GET`, `POST` and `DELETE /admins`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Success;
use crate::body::RequestBody;
use account_api::Operation;
use account_api::reply::{AdminsReply, EmptyReply};
use account_api::request::read_usernames;

/// Lists all site admins.
pub(super) async fn get_admins(caller: Caller, body: RequestBody) -> Result<Success<AdminsReply>, Failure> {
    caller.authorize(Operation::GetAdmins)?;
    body.bytes()?;
    caller.read(|platform, caller_id| platform.site_admins(caller_id)).map(Success::of)
}

/// Makes the named users site admins.
pub(super) async fn set_admins(caller: Caller, body: RequestBody) -> Result<Success<EmptyReply>, Failure> {
    change_admins(&caller, body, Operation::SetAdmins)
}

/// Removes the named users from the site admins. The `DELETE` carries a body, as the client of the
/// reference sends it.
pub(super) async fn remove_admins(caller: Caller, body: RequestBody) -> Result<Success<EmptyReply>, Failure> {
    change_admins(&caller, body, Operation::RemoveAdmins)
}

fn change_admins(caller: &Caller, body: RequestBody, operation: Operation) -> Result<Success<EmptyReply>, Failure> {
    caller.authorize(operation)?;
    let usernames = read_usernames(operation, &body.bytes()?)?;
    let is_admin = operation == Operation::SetAdmins;
    caller.write(|platform, caller_id| platform.set_site_admins(caller_id, usernames, is_admin))?;
    Ok(Success::of(EmptyReply))
}
