"""How well documents are read: public benchmarks, read where they lie, never committed."""
