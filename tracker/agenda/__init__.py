"""What a coalition asks for: agendas, their items and the positions they take."""
