//! From settings to a client.

use std::sync::Arc;

use http::HeaderValue;

use crate::attempt::Sender;
use crate::client::{ClientBuilder, Inner};
use crate::clock::SystemClock;
use crate::credential::Prepared;
use crate::defect::Defect;
use crate::limit::Limits;
use crate::once::Once;
use crate::retry::Budget;
use crate::server;
use crate::target::Target;
use crate::transport::Carrier;
#[cfg(target_arch = "wasm32")]
use crate::transport::Fetch;
#[cfg(not(target_arch = "wasm32"))]
use crate::transport::{Native, TransportService};

impl<C> ClientBuilder<C> {
    pub(super) fn finish(mut self) -> Result<Inner, Defect> {
        let base = match (&self.base_url, self.api.servers.get(self.server)) {
            (Some(url), _) => server::absolute(url)?,
            (None, Some(server)) => server::base(server, &self.variables)?,
            (None, None) => return Err(Defect::NoServer),
        };
        let credentials = self.prepare()?;
        let user_agent = self.agent()?;
        let clock = self
            .clock
            .take()
            .unwrap_or_else(|| Arc::new(SystemClock::start()));
        let target = Target {
            base,
            base_is_chosen: self.base_url.is_some() || self.server != 0,
            servers: self.api.servers,
            variables: std::mem::take(&mut self.variables),
            allow_plain_http: self.allow_plain_http,
        };
        Ok(Inner {
            api: self.api,
            credentials,
            limits: Limits::new(self.api.rate_limits, self.keep_rate_limits, self.rate_limit),
            deprecated: Once::default(),
            timeout: self.timeout,
            sender: Sender {
                clock,
                budget: Budget::new(&self.retry),
                retry: self.retry.clone(),
                attempt_timeout: self.attempt_timeout,
                user_agent,
                body_limit: self.body_limit,
                carrier: self.carrier(&target.base)?,
            },
            target,
        })
    }

    fn prepare(&self) -> Result<Arc<[Prepared]>, Defect> {
        self.credentials
            .iter()
            .map(|credential| {
                let scheme = self
                    .api
                    .schemes
                    .iter()
                    .find(|scheme| scheme.name == credential.scheme)
                    .ok_or_else(|| Defect::Credential {
                        scheme: credential.scheme.clone(),
                        problem: "has no place: the spec has no scheme of this name".to_owned(),
                    })?;
                Prepared::new(scheme, credential)
            })
            .collect()
    }

    fn agent(&self) -> Result<HeaderValue, Defect> {
        let own = format!("signon-{}/{}", self.api.name, self.api.version);
        let agent = match &self.user_agent {
            Some(name) => format!("{name} {own}"),
            None => own,
        };
        HeaderValue::try_from(agent).map_err(|_| Defect::Header("user-agent".to_owned()))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn carrier(self, base: &str) -> Result<Carrier, Defect> {
        let mut carrier = match self.carrier {
            Some(carrier) => {
                self.connection.check_unused()?;
                carrier
            }
            None => Carrier::Native(Box::new(Native::new(
                &self.connection,
                base.starts_with("https:"),
            )?)),
        };
        for layer in self.layers {
            carrier = Carrier::Other(layer(TransportService::new(carrier)));
        }
        Ok(carrier)
    }

    #[cfg(target_arch = "wasm32")]
    fn carrier(self, _: &str) -> Result<Carrier, Defect> {
        let fetch = || Carrier::Other(Arc::new(Fetch));
        Ok(self.carrier.unwrap_or_else(fetch))
    }
}
