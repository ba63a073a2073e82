//! One test binary; a module for each thing that is proven.

mod answers;
mod catalog;
mod comments;
mod construct;
mod curls;
mod directory_pages;
mod examples;
mod facade;
mod fresh;
mod hostile_pages;
mod logto;
mod logto_token;
mod models;
mod onelogin_answers;
mod oracle;
mod prism;
mod prism_tools;
mod requests;
mod samples;
mod specs;
mod strings;
mod torii_answers;
mod torii_queries;
mod truto;
mod uritemplate;
mod wire;
