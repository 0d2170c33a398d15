//! Users: made, invited, activated, suspended and deleted (S17, S22).

use super::outbox::object;
use super::things::{given_attributes, new_name, user};
use super::{By, Draft, SYSTEM};
use crate::catalog::people::{ACTIVE, CREATED, INVITED, SUSPENDED};
use crate::catalog::{Invitation, People, read_title};
use crate::condition::{Found, Space, Value};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result, listed};
use crate::facts::{Kept, New, normal_name};
use crate::ids::{AttributeId, UserId};
use hmac_sha256::Hash;

/// A user that has not been there: names of deleted ones are free again (S17). Where the catalog has invitations, the user is
/// invited, unless the change says `"invite": false`.
///
/// Fails with `look_alike`, and with `missing_key` without a required attribute.
pub fn create_user(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    change.only(&["kind", "user", "title", "attributes", "invite"])?;
    let here = change.need("user")?;
    let name = &*normal_name(new_name(&draft.facts, &here, Some("user"))?);
    if let Some(other) = draft.facts.look_alike(name) {
        let message = format!("`{name}` looks like `{}`, who is somebody else", draft.facts.user_name(other));
        return Err(here.error(Code::LookAlike, message));
    }
    let required = draft.policy.catalog.people().map_or(&[][..], |people| &people.required);
    let attributes = given_attributes(draft, change, Space::Subject, None, required)?;
    let user = draft.facts.add_user(New { name, title: read_title(change)?, attributes });
    let invited = change.get("invite").map(|invite| invite.bool()).transpose()?;
    match draft.policy.catalog.people().and_then(|people| people.invitation.as_ref()) {
        None if invited == Some(true) => Err(here.error(Code::BadValue, "the catalog has no invitations")),
        None => Ok(()),
        Some(_) if invited == Some(false) => {
            set_state(draft, user, CREATED, None);
            Ok(())
        }
        Some(_) => invite(draft, change, user, by),
    }
}

/// Ends the user's grants and memberships.
pub fn delete_user(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "user"])?;
    let user = user(&draft.facts, &change.need("user")?)?;
    draft.facts.remove_user(user);
    Ok(())
}

/// Invites a user who has not been active yet; what was sent before activates nobody any more.
///
/// Fails with `bad_state`.
pub fn invite_user(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    let user = in_state(draft, change, &[CREATED, INVITED], &["kind", "user"])?;
    invite(draft, change, user, by)
}

/// Lets a user in: with the token of the last invitation, or without one when the host says so.
///
/// Fails with `bad_state`, `bad_token` and `expired`.
pub fn activate_user(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    let user = in_state(draft, change, &[CREATED, INVITED], &["kind", "user", "token"])?;
    let token = change.get("token");
    if token.is_none() && by.actor != SYSTEM {
        return Err(change.error(Code::BadToken, "a token is missing: who was invited has one"));
    }
    if let Some(token) = token {
        admit(draft, user, &token, by)?;
    }
    set_state(draft, user, ACTIVE, None);
    Ok(())
}

/// Puts an active user out of action; what was granted stays. What somebody suspended can do is for the catalog's ceilings to say.
pub fn suspend_user(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    let user = in_state(draft, change, &[ACTIVE], &["kind", "user"])?;
    set_state(draft, user, SUSPENDED, None);
    Ok(())
}

/// Takes a suspension back.
pub fn reinstate_user(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    let user = in_state(draft, change, &[SUSPENDED], &["kind", "user"])?;
    set_state(draft, user, ACTIVE, None);
    Ok(())
}

/// The user of a change that is about one in certain states.
fn in_state(draft: &Draft, change: &Cursor<'_>, wanted: &[&str], keys: &[&str]) -> Result<UserId> {
    change.only(keys)?;
    let here = change.need("user")?;
    let user = user(&draft.facts, &here)?;
    let Some(people) = draft.policy.catalog.people() else {
        return Err(change.error(Code::BadValue, "people have no states: the catalog has no `users`"));
    };
    let state = match kept(draft, user, people.kept.state) {
        Found::Value(Value::Text(state)) => state,
        _ => ACTIVE,
    };
    if wanted.contains(&state) {
        return Ok(user);
    }
    let wanted = listed(wanted.iter().copied(), " or ");
    let message = format!("`{}` is `{state}`, not {wanted}", draft.facts.user_name(user));
    Err(here.error(Code::BadState, message))
}

fn kept(draft: &Draft, user: UserId, attribute: AttributeId) -> Found<'_> {
    draft.facts.user_attribute(user, attribute, draft.policy.catalog.attribute(attribute).kind)
}

/// Writes state and invitation: the hash of the token, and when it ends.
fn set_state(draft: &mut Draft, user: UserId, state: &str, invitation: Option<(String, Option<i64>)>) {
    let Some(People { kept, .. }) = draft.policy.catalog.people() else { return };
    let (hash, until) = invitation.map_or((None, None), |(hash, until)| (Some(hash), until));
    let values = vec![
        (kept.state, Some(Kept::Text(state.into()))),
        (kept.invitation, hash.map(|hash| Kept::Text(hash.into()))),
        (kept.invitation_until, until.map(|until| Kept::Plain(until.cast_unsigned()))),
    ];
    draft.facts.set_user_attributes(user, values, &draft.policy.catalog);
}

/// A new token, whose hash stays here and which itself goes out by mail.
fn invite(draft: &mut Draft, change: &Cursor<'_>, user: UserId, by: &By<'_>) -> Result<()> {
    let invitation = draft.policy.catalog.people().and_then(|people| people.invitation.clone());
    let Some(Invitation { template, lasts }) = invitation else {
        return Err(change.error(Code::BadValue, "the catalog has no invitations"));
    };
    let until = by.ends(lasts, change)?;
    let (token, hash) = token(draft, change, by)?;
    set_state(draft, user, INVITED, Some((hash.clone(), until)));
    draft.hashes.push(hash);
    let telling = draft.telling();
    let fields = object(vec![
        ("user", telling.person(user)),
        ("actor", telling.actor(by.actor)),
        ("token", Data::text(&token)),
        ("until", number(until)),
    ]);
    let mails = telling.mails(&template, &[user], &fields);
    draft.outbox.extend(mails);
    Ok(())
}

/// A new token and its hash. Where changes are made again, the token was sent long ago, and only the hash is known.
fn token(draft: &Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<(String, String)> {
    if let Some(Data::Text(hash)) = by.hashes.get(draft.hashes.len()) {
        return Ok((String::new(), hash.to_string()));
    }
    let Some(random) = (by.random)() else {
        return Err(change.error(Code::NoRandom, "an invitation needs random bytes, and there are none"));
    };
    let token = hex(&random[..TOKEN_BYTES]);
    let hash = hex(&Hash::hash(token.as_bytes()));
    Ok((token, hash))
}

/// 128 bits: nobody guesses one, and it fits into a link.
const TOKEN_BYTES: usize = 16;

fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for digit in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        hex.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
    }
    hex
}

/// Checks a token. Hashes are compared, so how long that takes says nothing of the token.
fn admit(draft: &Draft, user: UserId, token: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    let Some(People { kept: kept_of, .. }) = draft.policy.catalog.people() else { return Ok(()) };
    let hash = hex(&Hash::hash(token.text()?.as_bytes()));
    if !matches!(kept(draft, user, kept_of.invitation), Found::Value(Value::Text(known)) if known == hash) {
        let message = "this is not the token that was sent last; the invitation can be sent again";
        return Err(token.error(Code::BadToken, message));
    }
    match (kept(draft, user, kept_of.invitation_until), by.now) {
        (Found::Value(Value::Time(until)), now) if now.is_none_or(|now| now.0 >= until) => {
            Err(token.error(Code::Expired, "the invitation has ended; it can be sent again"))
        }
        _ => Ok(()),
    }
}

/// A moment, or nothing.
#[allow(clippy::cast_precision_loss)] // milliseconds stay far below 2^53
pub fn number(time: Option<i64>) -> Data<'static> {
    time.map_or(Data::Null, |time| Data::Number(time as f64))
}
