"""What the page of each kind says: composers from the facts to a document, one module per kind."""
