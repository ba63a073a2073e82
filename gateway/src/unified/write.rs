//! Changes.

use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use signon_unified::{Error, Method, Record, Resource, Support, Written};

use super::{Call, Success};
use crate::account::Account;
use crate::failure::Failure;

impl Call {
    pub(super) async fn write(
        &self,
        account: &Account,
        support: &'static Support,
    ) -> Result<Success, Failure> {
        let scope = self.scope(support)?;
        match self.method {
            Method::Create => self.create(account, support).await,
            Method::Update => self.update(account, support, scope.as_deref()).await,
            Method::List | Method::Get | Method::Delete | _ => self.delete(account).await,
        }
    }

    async fn create(&self, account: &Account, support: &Support) -> Result<Success, Failure> {
        let mut success = match self.resource() {
            Resource::Users => {
                let user = self.change(support)?;
                self.written(account, account.directory.create_user(user).await)
            }
            Resource::Roles => {
                let role = self.change(support)?;
                self.written(account, account.directory.create_role(role).await)
            }
            Resource::Organizations
            | Resource::Groups
            | Resource::Apps
            | Resource::AppUsers
            | _ => Err(no_such_method()),
        }?;
        success.status = StatusCode::CREATED;
        Ok(success)
    }

    async fn update(
        &self,
        account: &Account,
        support: &Support,
        user: Option<&str>,
    ) -> Result<Success, Failure> {
        let id = self.id();
        let directory = &account.directory;
        match self.resource() {
            Resource::Users => {
                let change = self.change(support)?;
                self.written(account, directory.update_user(id, change).await)
            }
            Resource::Roles => {
                let change = self.change(support)?;
                self.written(account, directory.update_role(id, change).await)
            }
            Resource::Organizations => {
                let change = self.change(support)?;
                self.written(account, directory.update_organization(id, change).await)
            }
            Resource::Apps => {
                let change = self.change(support)?;
                self.written(account, account.sign_on.update_app(id, user, change).await)
            }
            Resource::Groups | Resource::AppUsers | _ => Err(no_such_method()),
        }
    }

    async fn delete(&self, account: &Account) -> Result<Success, Failure> {
        let id = self.id();
        let directory = &account.directory;
        let done = match self.resource() {
            Resource::Users => directory.delete_user(id).await,
            Resource::Roles => directory.delete_role(id).await,
            Resource::Organizations => directory.delete_organization(id).await,
            Resource::AppUsers => account.sign_on.delete_app_user(id).await,
            Resource::Groups | Resource::Apps | _ => return Err(no_such_method()),
        };
        done.map_err(|error| self.target(account).failure(error))?;
        Ok(Success::ok(json!({ "id": id })))
    }

    fn written<T: Record>(
        &self,
        account: &Account,
        written: Result<Written<T>, Error>,
    ) -> Result<Success, Failure> {
        let record = written.map(|written| written.record);
        let success = Success::of(&self.parameters.options, record);
        success.map_err(|error| self.target(account).failure(error))
    }

    /// The change that the body is; fields that the provider does not take are rejected.
    fn change<T: DeserializeOwned>(&self, support: &Support) -> Result<T, Failure> {
        let mut fields = self.fields()?;
        // The provider's own properties are not unified fields, and each body takes them.
        let takes = |field: &str| field == "remote_data" || support.has_field(field);
        if let Some(unknown) = fields.keys().find(|field| !takes(field)) {
            let supported: Vec<&str> = support.fields.iter().map(|field| field.name).collect();
            return Err(
                Failure::bad_request(format!("the method takes no field `{unknown}`")).with(
                    "details",
                    json!({ "field": unknown, "supported_fields": supported }),
                ),
            );
        }
        // The field is text that clients also write as a boolean.
        if let Some(Value::Bool(is_active)) = fields.get("is_active") {
            let text = Value::from(is_active.to_string());
            fields.insert("is_active".to_owned(), text);
        }
        T::deserialize(Value::Object(fields))
            .map_err(|error| Failure::bad_request(format!("the body does not fit: {error}")))
    }

    fn fields(&self) -> Result<Map<String, Value>, Failure> {
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(fields)) => Ok(fields),
            Ok(_) => Err(Failure::bad_request("the body is not a JSON object")),
            Err(error) => Err(Failure::bad_request(format!(
                "the body is not JSON: {error}"
            ))),
        }
    }
}

fn no_such_method() -> Failure {
    Failure::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "the resource has no such method",
    )
}
