//! Bodies of XML: which of them are typed, and why others are not.

use super::XmlLowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{BodyEncoding, Decoding, JsonTypes, Type, XmlRootId};
use crate::lower::Lower;
use crate::lower::context::Context;
use crate::media::is_xml;

impl<'d> Lower<'_, 'd> {
    /// How a request body of XML is written; none where it is no XML, or text.
    pub(in crate::lower) fn xml_body(
        &mut self,
        media: &str,
        at: At<'d>,
        schema: Option<At<'d>>,
        context: &Context,
    ) -> Option<(BodyEncoding, Type)> {
        let (schema, root) = self.typed_xml(media, at, schema?, true)?;
        Some((BodyEncoding::Xml(root), self.element(schema, context)))
    }

    /// How a response body of XML is read; none where it is no XML, or text.
    pub(in crate::lower) fn xml_response(
        &mut self,
        media: &str,
        at: At<'d>,
        schema: Option<At<'d>>,
        context: &Context,
    ) -> Option<Decoding> {
        let (schema, root) = self.typed_xml(media, at, schema?, false)?;
        Some(Decoding::Xml(self.element(schema, context), root))
    }

    /// The root element of XML that is described as more than text; reports it where it cannot be typed.
    fn typed_xml(
        &mut self,
        media: &str,
        at: At<'d>,
        schema: At<'d>,
        is_written: bool,
    ) -> Option<(At<'d>, XmlRootId)> {
        let merged = self.schemas.merge(schema);
        let is_described = !merged.is_unconstrained()
            && merged
                .types
                .is_none_or(|types| !types.contains(JsonTypes::STRING));
        if !is_xml(media) || !is_described {
            return None;
        }
        let mut lowering = XmlLowering {
            schemas: self.schemas,
            xml: &mut self.api.xml,
            known: self.xml,
            open: Vec::new(),
        };
        match lowering.xml_root(schema, is_written) {
            Ok(root) => Some((schema, root)),
            Err(reason) => {
                let message = format!("a body of `{media}` is handed over as text: {reason}");
                self.diagnostics.report(
                    Diagnostic::new(Code::UntypedXml, at, message)
                        .on_key(at)
                        .help("read and write it with an XML library"),
                );
                None
            }
        }
    }
}
