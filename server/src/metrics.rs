//! What monitoring may know: counts and durations by route template, never an id, a name or an answer.

use std::time::Duration;

use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

/// What can go wrong with counters; two of one name, which the test below excludes.
pub type Fault = prometheus::Error;

/// The server's counters. Cloning shares them.
#[derive(Clone)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    writes: IntCounterVec,
    sign_ins: IntCounterVec,
    findings: IntCounterVec,
    in_flight: IntGauge,
    form_versions: IntGauge,
}

impl Metrics {
    /// A fresh set of counters.
    ///
    /// # Errors
    /// When two counters bear one name, which a test of this file excludes.
    pub fn new() -> Result<Metrics, Fault> {
        let registry = Registry::new();
        let counter = |name: &str, help: &str, labels: &[&str]| -> Result<IntCounterVec, Fault> {
            let made = IntCounterVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(made.clone()))?;
            Ok(made)
        };
        let gauge = |name: &str, help: &str| -> Result<IntGauge, Fault> {
            let made = IntGauge::new(name, help)?;
            registry.register(Box::new(made.clone()))?;
            Ok(made)
        };
        let durations = HistogramVec::new(
            HistogramOpts::new("http_request_duration_seconds", "Time to answer a request.")
                .buckets(vec![0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 1.0, 3.0, 10.0]),
            &["route", "method"],
        )?;
        registry.register(Box::new(durations.clone()))?;
        Ok(Metrics {
            requests: counter("http_requests_total", "Requests by route template.", &["route", "method", "status"])?,
            writes: counter("writes_total", "Changes asked of the storage, by kind and result.", &["change", "result"])?,
            sign_ins: counter("auth_attempts_total", "Sign-in attempts by result.", &["result"])?,
            findings: counter("validation_findings_total", "Findings of submitted records.", &["form", "severity"])?,
            in_flight: gauge("http_requests_in_flight", "Requests being answered now.")?,
            form_versions: gauge("form_versions_loaded", "Published form versions ready to be filled.")?,
            durations,
            registry,
        })
    }

    /// A request begins; it ends when the returned value is dropped, also when the caller went away.
    pub fn request_began(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// A request ended.
    pub fn request_ended(&self, route: &str, method: &str, status: u16, took: Duration) {
        self.requests.with_label_values(&[route, method, &status.to_string()]).inc();
        self.durations.with_label_values(&[route, method]).observe(took.as_secs_f64());
    }

    /// A change was asked of the storage.
    pub fn wrote(&self, change: &str, result: &str) {
        self.writes.with_label_values(&[change, result]).inc();
    }

    /// Somebody tried to sign in.
    pub fn sign_in(&self, result: &str) {
        self.sign_ins.with_label_values(&[result]).inc();
    }

    /// A submitted record had findings.
    pub fn found(&self, form: &str, severity: &str, count: u64) {
        self.findings.with_label_values(&[form, severity]).inc_by(count);
    }

    /// The number of form versions that can be filled now.
    pub fn loaded(&self, versions: usize) {
        self.form_versions.set(i64::try_from(versions).unwrap_or(i64::MAX));
    }

    /// Everything in the text format of Prometheus.
    ///
    /// # Errors
    /// When the encoder refuses, which it does only for unnamed metrics.
    pub fn text(&self) -> Result<String, Fault> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

/// A request being answered.
pub struct InFlight(IntGauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use super::*;

    #[test]
    fn a_request_is_counted_under_its_template() {
        let metrics = Metrics::new().unwrap();
        drop(metrics.request_began());
        metrics.request_ended("/patients/{id}", "GET", 200, Duration::from_millis(3));
        let text = metrics.text().unwrap();
        assert!(text.contains(r#"http_requests_total{method="GET",route="/patients/{id}",status="200"} 1"#), "{text}");
        assert!(text.contains("http_requests_in_flight 0"));
    }
}
