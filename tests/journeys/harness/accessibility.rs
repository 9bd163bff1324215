//! axe-core on the page: what people with disabilities would stumble over.

use serde_json::Value;
use thirtyfour::WebDriver;

/// Fails on what axe finds serious or critical in the page as it is now.
pub async fn assert_accessible(driver: &WebDriver) {
    let path = std::env::var("PERFECTCHAT_AXE").expect("PERFECTCHAT_AXE is set: run `cargo xtask test`");
    let axe = std::fs::read_to_string(&path).expect("axe-core can be read");
    driver.execute(axe, Vec::new()).await.expect("axe-core loads");
    let run = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then(
          (result) => done(result.violations
            .filter((violation) => ['serious', 'critical'].includes(violation.impact))
            .flatMap((violation) => violation.nodes.map(
              (node) => `${violation.id} (${violation.help}): ${node.html}\\n${node.failureSummary}`))),
          (error) => done([String(error)]));";
    let found = driver
        .execute_async(run, Vec::new())
        .await
        .expect("axe-core runs");
    let found: Vec<Value> = found.convert().expect("axe-core answers with a list");
    let found: Vec<_> = found.iter().filter_map(Value::as_str).collect();
    assert!(found.is_empty(), "axe-core finds:\n  {}", found.join("\n  "));
}
