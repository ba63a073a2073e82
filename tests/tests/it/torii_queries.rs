//! The queries that Torii takes as JSON.

use serde_json::{Value, json};
use signon_runtime::testing::{Answer, Memory};
use signon_runtime::{ClientBuilder, Credential, Json, Operation};
use signon_torii::apps::ListApps;
use signon_torii::models::{
    Aggregation, AggregationOptions, AggregationOrder, AggregationSort, AggregationType,
    DateHistogramOptions, Filter, FilterGroup, FilterOp, Filters, MetricFunction,
};
use signon_torii::users::ListUsers;

/// The value of a query parameter that is sent, as JSON; `None` if it is not sent.
async fn sent<O: Operation>(operation: O, parameter: &str) -> Option<Value> {
    let memory = Memory::new();
    // What comes back does not matter here.
    memory.answer(Answer::status(204));
    let builder = ClientBuilder::<signon_runtime::Client>::new(O::METADATA.api())
        .credential(Credential::bearer("apiKey", "fake-key"))
        .transport(memory.clone());
    let client = builder.build().expect("the client can be set up");
    drop(operation.send(&client).await);
    let request = memory.requests().pop().expect("a request is sent");
    let url = url::Url::parse(request.url.as_str()).expect("the address is a URL");
    let mut values = url.query_pairs().filter(|(name, _)| name == parameter);
    let (_, text) = values.next()?;
    assert!(values.next().is_none(), "{parameter} is sent once");
    Some(serde_json::from_str(&text).expect("the parameter is JSON"))
}

#[tokio::test]
async fn conditions_are_sent_as_a_json_array() {
    let filters = vec![
        Filter::new("primaryOwner", FilterOp::Equals).value(Json::from(1)),
        Filter::new("c_reviewed_3", FilterOp::IsNotSet),
        Filter::new("tags", FilterOp::AnyOf).value(Json::from(json!(["R&D", "100 %"]))),
    ];
    assert_eq!(
        sent(ListApps::new().filters(filters), "filters").await,
        Some(json!([
            { "key": "primaryOwner", "op": "equals", "value": 1 },
            { "key": "c_reviewed_3", "op": "isNotSet" },
            { "key": "tags", "op": "anyOf", "value": ["R&D", "100 %"] },
        ]))
    );
}

#[tokio::test]
async fn groups_of_conditions_are_sent_with_their_ids() {
    let filters = vec![FilterGroup::new(
        "left",
        [Filter::new("lifecycleStatus", FilterOp::Equals).value(Json::from("offboarded"))],
    )];
    assert_eq!(
        sent(ListUsers::new().filters(filters), "filters").await,
        Some(json!([{
            "id": "left",
            "filters": [{ "key": "lifecycleStatus", "op": "equals", "value": "offboarded" }],
        }]))
    );
}

#[tokio::test]
async fn another_form_of_filter_is_sent_as_it_is() {
    let other =
        json!({ "or": [{ "key": { "value": "state" }, "op": "equals", "value": "closed" }] });
    let filters = Filters::Unknown(Json::from(other.clone()));
    assert_eq!(
        sent(ListApps::new().filters(filters), "filters").await,
        Some(other)
    );
}

#[tokio::test]
async fn an_operator_of_a_later_server_is_sent_as_it_is() {
    let filters = vec![Filter::new("name", "startsWith").value(Json::from("Dr"))];
    assert_eq!(
        sent(ListApps::new().filters(filters), "filters").await,
        Some(json!([{ "key": "name", "op": "startsWith", "value": "Dr" }]))
    );
}

#[tokio::test]
async fn an_aggregation_is_sent_with_what_is_below_it() {
    let mean = Aggregation::new("expenses", AggregationType::Metric)
        .options(AggregationOptions::new().metric_function(MetricFunction::Avg));
    let histogram = Aggregation::new("creationTime", AggregationType::DateHistogram)
        .options(
            AggregationOptions::new()
                .size(12)
                .sort(AggregationSort::new().order(AggregationOrder::Asc))
                .date_histogram_options(DateHistogramOptions::new().date_period("monthly")),
        )
        .aggs(mean);
    assert_eq!(
        sent(ListApps::new().aggs(histogram), "aggs").await,
        Some(json!({
            "field": "creationTime",
            "aggregationType": "date_histogram",
            "options": {
                "size": 12,
                "sort": { "order": "asc" },
                "dateHistogramOptions": { "datePeriod": "monthly" },
            },
            "aggs": {
                "field": "expenses",
                "aggregationType": "metric",
                "options": { "metricFunction": "avg" },
            },
        }))
    );
}

#[tokio::test]
async fn an_option_that_the_specs_do_not_name_is_sent_as_it_is() {
    let mut options = AggregationOptions::new();
    options
        .additional
        .insert("keyed".to_owned(), Json::from(true));
    let ranges = Aggregation::new("renewal", AggregationType::DateRange).options(options);
    assert_eq!(
        sent(ListApps::new().aggs(ranges), "aggs").await,
        Some(json!({
            "field": "renewal",
            "aggregationType": "date_range",
            "options": { "keyed": true },
        }))
    );
}

#[tokio::test]
async fn nothing_is_sent_for_a_query_without_conditions() {
    assert_eq!(sent(ListApps::new(), "filters").await, None);
    assert_eq!(sent(ListApps::new(), "aggs").await, None);
}
