"""The guided checks over the API and as pages without JavaScript."""
