"""The websites on which the chat stands, as coordinators set them."""
