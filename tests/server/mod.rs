//! The server as its readers meet it: over HTTP, without JavaScript, in process.

mod browser;
mod world;

mod attachments;
mod consent;
mod courses;
mod forgery;
mod headers;
mod isolation;
mod journey;
mod limits;
mod monitoring;
mod publication;
mod ripple;
mod screens;
mod serving;
mod sign_in;
