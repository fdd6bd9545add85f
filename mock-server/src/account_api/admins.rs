//! `GET`, `POST` and `DELETE /admins`.

use super::Failure;
use super::caller::Caller;
use super::envelope::Answer;
use crate::body::RequestBody;
use account_api::Operation;
use account_api::reply::{AdminsReply, EmptyReply};
use account_api::request::read_usernames;

/// Lists all site admins.
pub(super) async fn get_admins(caller: Caller, body: RequestBody) -> Result<Answer<AdminsReply>, Failure> {
    caller.authorize(Operation::GetAdmins)?;
    body.bytes()?;
    caller.read(|world, me| world.site_admins(me)).map(Answer::of)
}

/// Gives the site admin right to the named users.
pub(super) async fn set_admins(caller: Caller, body: RequestBody) -> Result<Answer<EmptyReply>, Failure> {
    change(&caller, body, Operation::SetAdmins)
}

/// Takes the site admin right from the named users. The body comes with a `DELETE`, as the reference's client sends it.
pub(super) async fn remove_admins(caller: Caller, body: RequestBody) -> Result<Answer<EmptyReply>, Failure> {
    change(&caller, body, Operation::RemoveAdmins)
}

fn change(caller: &Caller, body: RequestBody, operation: Operation) -> Result<Answer<EmptyReply>, Failure> {
    caller.authorize(operation)?;
    let usernames = read_usernames(&body.bytes()?)?;
    let set = operation == Operation::SetAdmins;
    caller.write(|world, me| world.set_site_admins(me, usernames, set))?;
    Ok(Answer::of(EmptyReply))
}
