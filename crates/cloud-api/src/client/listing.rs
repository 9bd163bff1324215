//! Listings that come in pages. The cursor is followed, never the `next` address of the answer, which names a host.

use reqwest::Method;
use serde_json::Value;

use super::call::call;
use super::{Client, Credentials};
use crate::error::SendError;
use crate::lenient;

/// Elements asked for per page.
const PAGE_SIZE: usize = 100;

/// More pages than any account has; ends a listing that never ends.
const PAGE_LIMIT: usize = 200;

impl Client {
    /// All elements of a listing.
    pub(super) async fn listing(
        &self,
        credentials: &Credentials,
        path: &[&str],
        fields: &str,
        what: &'static str,
    ) -> Result<Vec<Value>, SendError> {
        let mut elements = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..PAGE_LIMIT {
            let mut request = self.request(credentials, Method::GET, path)?;
            request = request.query(&[("fields", fields), ("limit", &PAGE_SIZE.to_string())]);
            if let Some(after) = &after {
                request = request.query(&[("after", after)]);
            }
            let page = call(request, what).await?;
            let data = lenient::list(&page, "data");
            elements.extend_from_slice(data);
            let next = page
                .pointer("/paging/cursors")
                .and_then(|cursors| lenient::id(cursors, "after"));
            // The last page still carries a cursor, but no address of a next page. A full page without that
            // address is followed anyway: one more request finds nothing.
            let is_full = data.len() >= PAGE_SIZE;
            let is_last = data.is_empty() || (page.pointer("/paging/next").is_none() && !is_full);
            if is_last || next.is_none() || next == after {
                break;
            }
            after = next;
        }
        Ok(elements)
    }
}
