//! Runs the engine beside its peers on the same generated work and prints medians and ratios. Called by `run.sh`.

mod generate;
mod peers;

fn main() {
    let work = generate::generate(300, 20);
    let stack = peers::Stack::new(&serde_json::json!({}), &work.cel);
    println!("{:?} {:?} yaml {} record {}", stack.judge(&work.valid[0]), stack.judge(&work.faulty[0]), work.files[2].1.len(), work.valid[0].len());
}
